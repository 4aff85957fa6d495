import { createPublicKey, type KeyObject } from 'node:crypto'
import { bytesToHex } from '../../../shared/bytes.ts'
import { keyFile, SUMS, signatureFile } from '../../../shared/evidence/names.ts'
import { readSums } from '../../../shared/evidence/sums.ts'
import { fail } from '../../../shared/failure.ts'
import type { Checks } from './report.ts'
import { spkiOf, verifySeal } from './seal-signer.ts'

/** Where the files of a package are: a folder, or an archive that was read. */
export interface PackageFiles {
  readonly paths: readonly string[]
  /** Small files, whole; evidence-malformed where there is none. */
  readonly read: (path: string) => Promise<Uint8Array>
  readonly digestOf: (path: string) => Promise<string>
}

export interface Sealed {
  readonly signers: readonly string[]
  readonly sums: ReadonlyMap<string, string>
}

/** Signatures over the list of digests, and every file against the list. The same inside a package and beside it. */
export async function verifySeals(checks: Checks, files: PackageFiles, trusted: readonly KeyObject[]): Promise<Sealed> {
  const signers = files.paths.flatMap((path) => /^signatures\/([a-z0-9-]+)\.sig$/.exec(path)?.[1] ?? [])
  const sums = new Map<string, string>()
  await checks.check('Signatures', () => verifySignatures(checks, files, signers, trusted))
  await checks.check('List of digests', async () => {
    for (const { path, sha256 } of readSums(await files.read(SUMS))) sums.set(path, sha256)
    const beside = new Set([SUMS, ...signers.map(signatureFile)])
    const extra = files.paths.find((path) => !sums.has(path) && !beside.has(path))
    if (extra !== undefined) throw fail('evidence-malformed', `${JSON.stringify(extra)} is no part of the package.`)
    const missing = [...sums.keys()].find((path) => !files.paths.includes(path))
    if (missing !== undefined) throw fail('evidence-malformed', `${missing} is missing.`)
    return `${String(sums.size)} files, none missing, none added`
  })
  await checks.check('Content of the files', async () => {
    for (const [path, sha256] of sums) {
      if (files.paths.includes(path) && (await files.digestOf(path)) !== sha256)
        throw fail('evidence-changed', `${path} was changed: it does not match its digest.`)
    }
    return 'every file has its digest'
  })
  return { signers, sums }
}

async function verifySignatures(
  checks: Checks,
  files: PackageFiles,
  signers: readonly string[],
  trusted: readonly KeyObject[],
): Promise<string> {
  if (signers.length === 0) throw fail('evidence-signature-invalid', 'Nobody signed the list of digests.')
  const sums = await files.read(SUMS)
  const wanted = new Set(trusted.map((key) => bytesToHex(spkiOf(key))))
  let known = 0
  for (const name of signers) {
    const key = readKey(await files.read(keyFile(name)), name)
    if (!verifySeal(key, sums, await files.read(signatureFile(name))))
      throw fail('evidence-signature-invalid', `The signature of ${name} is not over this list of digests.`)
    if (wanted.has(bytesToHex(spkiOf(key)))) known++
  }
  if (trusted.length === 0) checks.notChecked.push('Whose keys these are: no key was given to compare them with.')
  else if (known < wanted.size)
    throw fail('evidence-signature-invalid', 'A key that was given did not sign this package.')
  return `${signers.join(', ')} signed the list of digests`
}

function readKey(pem: Uint8Array, name: string): KeyObject {
  try {
    return createPublicKey(Buffer.from(pem))
  } catch (cause) {
    throw fail('evidence-malformed', `The key of ${name} cannot be read.`, { cause })
  }
}
