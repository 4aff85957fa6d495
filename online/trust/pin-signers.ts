import { existsSync, mkdirSync } from 'node:fs'
import { sha256Hex, toBase64, fromBase64 } from '../../shared/bytes.ts'
import { fail } from '../../shared/failure.ts'
import { writeFailure } from '../../electron/core/files/disk-failure.ts'
import { emptyMemory, type Pin, pin as pinSchema } from '../state/memory.ts'
import type { Store } from '../state/store.ts'

export interface Candidate {
  /** A slug: the name of its file. */
  readonly name: string
  readonly certificate: Uint8Array
}

export interface PinRequest extends Omit<Pin, 'signers' | 'source' | 'roots'> {
  readonly signers: readonly Candidate[]
  readonly roots: readonly Uint8Array[]
  /** Digests of certificates as they came another way: spoken, on paper, in a file that somebody carried. */
  readonly expected: readonly string[]
  /** Why these signers take the place of others; null the first time. */
  readonly again: string | null
}

/**
 * Pins the signers, and roots if any are given, after comparing every certificate with what came another way. Fails with
 * `receiver-pin-differs` when one is not expected or one that is expected is not there, with `receiver-pinned-already` without `again`.
 */
export function pinSigners(store: Store, request: PinRequest): Pin {
  const given = [...request.signers.map(({ certificate }) => certificate), ...request.roots].map(sha256Hex)
  refuseDifferences(given, request.expected)
  if (request.threshold > request.signers.length) {
    throw fail('invalid-request', `${request.threshold} of ${request.signers.length} signers can never sign.`, {
      remedy: 'Give as many certificates as there are signers, or a smaller threshold.',
    })
  }
  const { signers, roots, expected: _, again, ...rest } = request
  const pin = pinSchema.parse({
    ...rest,
    signers: signers.map(({ name, certificate }) => ({ name, certificate: toBase64(certificate) })),
    roots: roots.length === 0 ? null : roots.map(sha256Hex),
    source: again === null ? 'pinned' : `pinned again: ${again}`.slice(0, 500),
  })
  if (store.isPinned) pinAgain(store, pin, again)
  else {
    makeFolder(store.folder)
    store.write(emptyMemory(pin))
  }
  return pin
}

function pinAgain(store: Store, pin: Pin, again: string | null): void {
  const { memory } = store
  if (again === null) {
    throw fail('receiver-pinned-already', `${store.folder} has pinned signers since ${memory.pin.pinned_at}.`, {
      remedy:
        'A new epoch that old and new signers signed changes them by itself. Only when the old keys are lost: --again WHY --epoch N.',
    })
  }
  if (memory.journal !== null) {
    throw fail('receiver-unfinished', 'A hand-off is being applied.', {
      remedy: 'Finish it ("conclave handoff apply --resume") or roll it back, then pin again.',
    })
  }
  const { domain, practice, receiver } = memory.pin
  if (pin.domain !== domain || pin.practice !== practice || pin.receiver !== receiver) {
    throw fail('invalid-request', `This is the receiver ${receiver} of ${domain}; that cannot be changed.`, {
      remedy: 'Use an empty state folder for another domain, receiver or kind of facility.',
    })
  }
  if (pin.epoch === null || (memory.last !== null && pin.epoch <= memory.last.epoch)) {
    throw fail('invalid-request', `Signers that are pinned again sign a later epoch than ${memory.last?.epoch ?? 0}.`, {
      remedy: 'Give --epoch with the number that the offline side says.',
    })
  }
  store.change((now) => ({ ...now, pin, past_pins: [...now.past_pins, now.pin] }))
}

function refuseDifferences(given: readonly string[], expected: readonly string[]): void {
  const strange = given.filter((one) => !expected.includes(one))
  const missing = expected.filter((one) => !given.includes(one))
  if (strange.length === 0 && missing.length === 0) return
  const problems = [
    ...strange.map((one) => `${one} was given, and nobody said that it is expected.`),
    ...missing.map((one) => `${one} is expected, and no such certificate was given.`),
  ]
  throw fail('receiver-pin-differs', `Nothing was pinned: ${problems[0] ?? ''}`, {
    remedy: 'Compare again with somebody who was in the room. If it stays so, the certificates are not theirs.',
    detail: { problems },
  })
}

function makeFolder(path: string): void {
  try {
    if (!existsSync(path)) mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw writeFailure(error, `The folder ${path}`)
  }
}

/** DER certificates of the pinned signers. */
export function pinnedCertificates(pin: Pin): readonly Uint8Array[] {
  return pin.signers.map(({ certificate }) => fromBase64(certificate) ?? new Uint8Array())
}
