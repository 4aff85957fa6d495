import type { ConsumerFacts } from './facts.ts'
import type { Runbook } from './runbook.ts'

/** One kind of consumer in a hand-off: its runbook, and files in forms that only it wants. */
export interface Consumer {
  /** Folder below `consumers/`. */
  readonly folder: string
  readonly runbook: (facts: ConsumerFacts) => Runbook
  /** Names below its folder; none for most, who take the plain files of the hand-off. */
  readonly files?: (facts: ConsumerFacts) => readonly ConsumerFile[]
}

export interface ConsumerFile {
  readonly name: string
  readonly mediaType: string
  readonly text: string
}

/** For a hand-off without an issuing CA: nothing of it goes into an online CA. */
export const NO_ISSUER = 'This hand-off installs no issuing CA: leave the one that you have.'

/** The path of a file below the folder of a consumer. */
export function consumerPath(folder: string, name: string): string {
  return `consumers/${folder}/${name}`
}
