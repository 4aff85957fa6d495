import type { Reply } from './operation.ts'

/** The two Electron channels, as types: preload and gateway spell them once each and the compiler compares. */
export type CallChannel = 'conclave:call'
export type EventChannel = 'conclave:event'

export interface BridgeEvent {
  readonly name: string
  readonly body: unknown
}

/** `window.conclave`: all that the page gets from the privileged side. */
export interface Bridge {
  /** Never rejects for a request that can be cloned: failures are data. */
  call(name: string, body: unknown): Promise<Reply>
  /** Returns the function that ends the subscription. */
  on(listener: (event: BridgeEvent) => void): () => void
}
