import type { hostEvents } from '../../shared/ipc/contract/host.ts'
import type { events } from '../../shared/ipc/contract/index.ts'
import type { z } from '../../shared/zod.ts'

type Table = typeof events & typeof hostEvents
export type EventName = keyof Table
export type EventBody<N extends EventName> = z.output<Table[N]>

/** Hears one kind of event. Returns the function that ends it. */
export function listen<N extends EventName>(name: N, listener: (body: EventBody<N>) => void): () => void {
  return window.conclave.on((event) => {
    if (event.name === name) listener(event.body as EventBody<N>)
  })
}
