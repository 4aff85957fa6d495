import { type Failure, fail, type OperationError } from '../../../shared/failure.ts'
import type { FailureDetail } from '../../../shared/failure.ts'
import type { HsmContract } from '../../../shared/ipc/hsm-contract.ts'
import type { NameOf } from '../../../shared/ipc/operation.ts'
import type { Ending } from './program.ts'

export type HsmOperation = NameOf<HsmContract>

const OPEN_AGAIN = 'Open the token again with its PIN: the next request starts the HSM process again.'

/** In words, why the process is not there any more. */
export function describeEnding({ code, signal }: Ending): string {
  if (signal !== null)
    return `The HSM process was ended by ${signal}: the library of the token crashed, or somebody stopped it.`
  if (code === null) return 'The HSM process could not be started.'
  return `The HSM process ended by itself with exit code ${code}.`
}

export function stoppedFailure(reason: string, ending?: Ending): Failure {
  return { code: 'hsm-stopped', message: reason, remedy: OPEN_AGAIN, detail: endingDetail(ending) }
}

/** The process ended while the vendor's library was loaded, before it said anything. */
export function loadCrashFailure(modulePath: string, ending: Ending): Failure {
  return {
    code: ending.code === null && ending.signal === null ? 'hsm-stopped' : 'module-failed',
    message: `The PKCS#11 module could not be used. ${describeEnding(ending)}`,
    remedy: 'Check that the module fits this system and that its service runs.',
    detail: { path: modulePath, ...endingDetail(ending) },
  }
}

export function startTimeoutFailure(modulePath: string, milliseconds: number): Failure {
  return {
    code: 'hsm-timeout',
    message: `The PKCS#11 module did not start within ${seconds(milliseconds)}. Its process was ended.`,
    remedy: 'Check the token, its cable and its service, then try again.',
    detail: { path: modulePath },
  }
}

export function callTimeoutFailure(operation: string, milliseconds: number): Failure {
  return {
    code: 'hsm-timeout',
    message: `The HSM did not answer "${operation}" within ${seconds(milliseconds)}. Its process was ended.`,
    remedy: `Check the token and its cable. ${OPEN_AGAIN}`,
    detail: { operation },
  }
}

export function malformedFailure(operation?: string): Failure {
  return {
    code: 'module-failed',
    message: `The HSM process sent something that is not an answer${operation === undefined ? '' : ` to "${operation}"`}. It was ended.`,
    remedy: `Do not trust this module until somebody has looked at it. ${OPEN_AGAIN}`,
    detail: operation === undefined ? {} : { operation },
  }
}

/** Operations after which it matters for ever whether the token did what it was asked; in words, what it may have done. */
const TRACES: Readonly<Partial<Record<HsmOperation, string>>> = {
  'key.sign': 'made the signature',
  'key.sign-many': 'made the signatures',
  'key.generate': 'generated the key',
  'card.generate': 'generated the key',
  'transport-key.generate': 'generated the key',
  'key.restore': 'restored the key',
  'key.destroy': 'destroyed the key',
  'token.set-pin': 'changed its PIN',
}

/** Operations that log in for themselves alone, beside the tokens that are open. */
const VISITS = new Set<HsmOperation>(['card.keys', 'card.sign', 'card.generate', 'token.set-pin'])

export function mayLeaveTrace(operation: HsmOperation): boolean {
  return TRACES[operation] !== undefined
}

export function isVisit(operation: HsmOperation): boolean {
  return VISITS.has(operation)
}

/** The process is gone with the request: nobody can say whether the token did it. */
export function outcomeUnknown(operation: HsmOperation, failure: Failure): OperationError {
  const what = TRACES[operation] ?? 'did what it was asked'
  return fail('hsm-outcome-unknown', `Whether the token ${what} is not known. ${failure.message}`, {
    remedy: 'Do not ask again by yourself: open the token and look at the run, which asks two people what to do.',
    detail: { ...failure.detail, asked: 'unknown', reason: failure.code },
  })
}

function endingDetail(ending: Ending | undefined): FailureDetail {
  if (ending === undefined) return {}
  return {
    ...(ending.code === null ? {} : { exitCode: ending.code }),
    ...(ending.signal === null ? {} : { signal: ending.signal }),
  }
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${Math.round(milliseconds / 1000)} s`
}
