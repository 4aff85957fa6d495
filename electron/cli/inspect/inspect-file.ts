import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { bytesToHex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { MANIFEST_PATH } from '../../../shared/handoff/names.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { parseNote } from '../../../shared/ledger/note.ts'
import { pemLabelOf } from '../../../shared/pki/pem.ts'
import { MAX_SIGNED_BYTES } from '../../../shared/pki/signed-object.ts'
import { readFileCapped } from '../../core/files/host-files.ts'
import { digestJson, digestText } from '../format.ts'
import { inspectDer, inspectPem } from './der-objects.ts'
import { inspectHandoff } from './handoff-object.ts'
import type { Inspection } from './inspection.ts'

/** What a path holds, by its content, never by its name. Throws a coded failure for everything that is none of ours. */
export async function inspectFile(path: string): Promise<readonly Inspection[]> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return [await inspectFolder(path)]
  const bytes = readFileCapped(path, MAX_SIGNED_BYTES)
  if (bytes.length === 0)
    throw fail('file-type-unknown', `${path} is empty.`, { remedy: 'Copy it from its medium again.' })
  if (isTar(bytes)) return [await inspectHandoff(path)]
  const text = textOf(bytes)
  if (text !== null && pemLabelOf(text) !== null) return inspectPem(path, text)
  if (text?.includes('\n\n\u2014 ') === true) return [inspectCheckpoint(text)]
  const found = bytes[0] === 0x30 ? inspectDer(bytes) : null
  if (found !== null) return [found]
  throw fail('file-type-unknown', `${path} is no certificate, request, CRL, hand-off or checkpoint.`, {
    remedy: 'Check that this is the file you meant.',
    detail: { size: bytes.length },
  })
}

async function inspectFolder(path: string): Promise<Inspection> {
  if (existsSync(join(path, MANIFEST_PATH))) return inspectHandoff(path)
  const isFacility = existsSync(join(path, 'ledger.db'))
  throw fail('file-type-unknown', `${path} is a folder, but not a hand-off.`, {
    remedy: isFacility
      ? 'It is a facility: "conclave facility status" describes it.'
      : 'Give the folder that holds manifest.json, or a file.',
  })
}

function inspectCheckpoint(text: string): Inspection {
  const note = parseNote(text)
  const { origin, size, root } = parseCheckpoint(note.text)
  const hex = bytesToHex(root)
  const signatures = note.signatures.map(({ name, keyId }) => ({ name, keyId }))
  return {
    kind: 'checkpoint',
    data: { origin, size, root: digestJson(hex), signatures },
    rows: [
      ['Log', origin],
      ['Entries', String(size)],
      ['Root', digestText(hex)],
      ['Signed by', signatures.map(({ name, keyId }) => `${name} (key ${keyId})`).join('\n')],
    ],
    note: 'Its signatures were not verified: "conclave log verify DIR --from FILE" compares it with a log.',
  }
}

/** "ustar" at offset 257 of the first header (POSIX.1-1988). */
function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= 512 && Buffer.from(bytes.subarray(257, 262)).toString('latin1') === 'ustar'
}

/** Texts of ours are small; a large file is not even tried. */
function textOf(bytes: Uint8Array): string | null {
  if (bytes.length > 16 * 1024 * 1024 || bytes[0] === 0x30) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Not UTF-8: not a text.
    return null
  }
}
