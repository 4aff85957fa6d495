import { closeSync, openSync, readSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bytesToHex, sha256Hex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import type { DiscardStatement, QuarantinedFile } from '../../../shared/gate/quarantine.ts'
import type { EntryContext } from '../facility/entry-draft.ts'
import type { Facility } from '../facility/facility.ts'
import { makeFolder, syncFolder, writeDurably } from '../files/durable-file.ts'
import { writeFailure } from '../files/disk-failure.ts'
import { type Hand, type SigningPlace, signStatement } from '../people/signer.ts'
import type { GateRefusal } from './gate.ts'

const SHOWN = 512

/**
 * Keeps what the gate refused, under its digest, and writes why, when and from which medium. Nothing here is ever opened by a parser or
 * started; a second copy of the same bytes is another entry and the same file. Throws `disk-full`, `disk-read-only`.
 */
export function quarantine(facility: Facility, { failure, refused }: GateRefusal, at: EntryContext = {}): void {
  const { name, medium, size, bytes, wanted } = refused
  const sha256 = bytes === null ? null : sha256Hex(bytes)
  if (bytes !== null && sha256 !== null) keep(facility, sha256, bytes)
  const { code, message } = failure
  facility.append('file-quarantined', { name, medium, size, sha256, wanted: [...wanted], code, message }, at)
}

/** The first octets of a file in quarantine, as hex, for people to look at. Throws `file-not-found`. */
export function peek(facility: Facility, sha256: string): string {
  const { kept } = findKept(facility, sha256)
  const descriptor = openSync(kept, 'r')
  try {
    const buffer = Buffer.alloc(SHOWN)
    return bytesToHex(new Uint8Array(buffer.subarray(0, readSync(descriptor, buffer, 0, SHOWN, 0))))
  } finally {
    closeSync(descriptor)
  }
}

/** Destroys the copy; the log keeps that it was there, and who decided. Throws `file-not-found`, and what withSigner does. */
export async function discard(place: SigningPlace, hand: Hand, sha256: string, reason: string): Promise<void> {
  const { facility } = place
  const { kept } = findKept(facility, sha256)
  const signed = await signStatement(place, hand, (byline): DiscardStatement => ({
    type: 'conclave-discard/v1',
    ...byline,
    sha256,
    reason,
  }))
  facility.append('quarantine-discarded', signed, { actor: hand.person })
  rmSync(kept, { force: true })
}

function findKept(facility: Facility, sha256: string): { file: QuarantinedFile; kept: string } {
  const file = facility.state.quarantine.find((one) => one.sha256 === sha256 && one.discarded === null)
  if (file !== undefined) return { file, kept: pathOf(facility, sha256) }
  throw fail('file-not-found', 'This file is not in quarantine, or was discarded.', {
    remedy: 'Look at the list again.',
    detail: { sha256 },
  })
}

function keep(facility: Facility, sha256: string, bytes: Uint8Array): void {
  const { quarantine: folder } = facility.layout
  try {
    makeFolder(folder)
    rmSync(pathOf(facility, sha256), { force: true })
    // Nobody starts it, whatever it is.
    writeDurably(pathOf(facility, sha256), bytes, 0o400)
    syncFolder(folder)
  } catch (error) {
    throw writeFailure(error, 'A file in quarantine')
  }
}

function pathOf({ layout }: Facility, sha256: string): string {
  return join(layout.quarantine, `${sha256}.refused`)
}
