import type { Observation } from '../apply/observation.ts'
import type { Target } from '../config/schema.ts'
import type { Release } from '../release/release.ts'

/** A file as a target will have it. A link leads to a private key, which stays where it is. */
export type PreparedFile =
  | { readonly name: string; readonly bytes: Uint8Array; readonly mode: number; readonly link?: undefined }
  | { readonly name: string; readonly link: string; readonly bytes?: undefined }

export interface DriverTools {
  /** Milliseconds. */
  readonly now: number
  readonly timeoutMs: number
}

/**
 * One kind of consumer. What is the same for all of them (looking at what is there, putting files in place, putting the old ones back,
 * reloading, handshakes) is in `files/` and `apply/`; a driver says what only it knows.
 */
export interface Driver<Kind extends Target['driver'] = Target['driver']> {
  readonly publish: 'link' | 'files'
  /** Files of earlier hand-offs stay unless they are made anew: somebody may still ask for the list of an authority that left. */
  readonly keepsOld?: boolean
  /** The exact files. Changes nothing. Fails with `target-not-ready` and what is missing. */
  prepare(
    release: Release,
    target: TargetOf<Kind>,
    tools: DriverTools,
  ): Promise<readonly PreparedFile[]> | readonly PreparedFile[]
  /** What the consumer says of itself once it was reloaded; empty when it has no way to say. */
  verify?(release: Release, target: TargetOf<Kind>, tools: DriverTools): Promise<readonly Observation[]>
}

export type TargetOf<Kind extends Target['driver']> = Extract<Target, { driver: Kind }>

export function textFile(name: string, text: string, mode = 0o644): PreparedFile {
  return { name, bytes: Buffer.from(text), mode }
}
