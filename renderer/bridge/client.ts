import type { Bridge } from '../../shared/ipc/bridge.ts'
import type { HostContract } from '../../shared/ipc/contract/host.ts'
import type { CoreContract } from '../../shared/ipc/contract/index.ts'
import type { NameOf, Reply, RequestOf, ResponseOf } from '../../shared/ipc/operation.ts'
import { OperationError, toFailure } from '../../shared/failure.ts'

declare global {
  interface Window {
    readonly conclave: Bridge
  }
}

/** Everything the page may ask: core's operations, and the few of the shell. */
export type WindowContract = CoreContract & HostContract
export type Name = NameOf<WindowContract>
export type Request<N extends Name> = RequestOf<WindowContract, N>
export type Response<N extends Name> = ResponseOf<WindowContract, N>

/**
 * Asks core or the shell; rejects with OperationError. Byte arrays in a request are secrets: they are on their way when
 * this returns its promise, and are overwritten here.
 */
export async function call<N extends Name>(name: N, request: Request<N>): Promise<Response<N>> {
  const answer = window.conclave.call(name, request)
  wipeSecrets(request)
  const reply: Reply = await answer.catch((error: unknown): Reply => ({ ok: false, failure: toFailure(error) }))
  if (!reply.ok) throw new OperationError(reply.failure)
  return reply.value as Response<N>
}

function wipeSecrets(value: unknown): void {
  if (value instanceof Uint8Array) value.fill(0)
  else if (Array.isArray(value)) value.forEach(wipeSecrets)
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach(wipeSecrets)
}
