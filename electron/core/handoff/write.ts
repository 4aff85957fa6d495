import { lstat, mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { sha256Hex, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail, type FailureCode, OperationError } from '../../../shared/failure.ts'
import { LOG_ENTRY_PATH, LOG_PROOF_PATH, MANIFEST_PATH, signaturePath } from '../../../shared/handoff/names.ts'
import type { UnsignedHandoff } from './build.ts'
import { type TarFile, writeUstar } from './ustar.ts'
import { verifyContainer } from './verify.ts'

export interface SignedHandoff {
  readonly handoff: UnsignedHandoff
  readonly signatures: readonly { readonly signer: string; readonly p7s: Uint8Array }[]
  /** The entry that records the signing, and its C2SP tlog-proof. */
  readonly logged?: { readonly entry: Uint8Array; readonly proof: string }
}

export interface WrittenHandoff {
  readonly folder: string
  readonly tar: string
  readonly tarSha256: string
}

/** Every file of the signed hand-off with its path inside the folder: the same list for the folder and for the tar. */
export function handoffFiles({ handoff, signatures, logged }: SignedHandoff): readonly TarFile[] {
  return [
    { path: MANIFEST_PATH, bytes: handoff.manifestBytes },
    ...handoff.files.map(({ artifact, bytes }) => ({ path: artifact.path, bytes })),
    ...signatures.map(({ signer, p7s }) => ({ path: signaturePath(signer), bytes: p7s })),
    ...(logged === undefined
      ? []
      : [
          { path: LOG_ENTRY_PATH, bytes: logged.entry },
          { path: LOG_PROOF_PATH, bytes: utf8ToBytes(logged.proof) },
        ]),
  ]
}

/** The deterministic `.tar`: a pure function of the hand-off. */
export function handoffTar(signed: SignedHandoff): Uint8Array {
  return writeUstar(handoffFiles(signed).map(({ path, bytes }) => ({ path: `${signed.handoff.name}/${path}`, bytes })))
}

/**
 * Writes the folder and the `.tar` into an existing directory: staged beside them, synced, renamed. After a crash each of the two is
 * whole or not there. Refuses with `file-exists` when one is there, and what a receiver would refuse with that receiver's code, before
 * anything is written. `signers` are the certificates that the facility, not the hand-off, says are the signers; `now` is RFC 3339.
 */
export async function writeHandoff(
  signed: SignedHandoff,
  options: { directory: string; signers: readonly Uint8Array[]; now: string },
): Promise<WrittenHandoff> {
  refuseBadHandoff(signed, options)
  const { name } = signed.handoff
  const folder = join(options.directory, name)
  const tar = `${folder}.tar`
  try {
    await refuseExisting(folder)
    await refuseExisting(tar)
    const staging = await mkdtemp(join(options.directory, `.${name}-`))
    try {
      const tarBytes = handoffTar(signed)
      await writeFolder(join(staging, name), handoffFiles(signed))
      await writeSynced(join(staging, 'tar'), tarBytes)
      await refuseExisting(folder)
      await refuseExisting(tar)
      await rename(join(staging, name), folder)
      try {
        await rename(join(staging, 'tar'), tar)
      } catch (error) {
        await rm(folder, { recursive: true })
        throw error
      }
      await syncDirectory(options.directory)
      return { folder, tar, tarSha256: sha256Hex(tarBytes) }
    } finally {
      await rm(staging, { recursive: true, force: true })
    }
  } catch (error) {
    throw asFailure(error, options.directory)
  }
}

function refuseBadHandoff(signed: SignedHandoff, options: { signers: readonly Uint8Array[]; now: string }): void {
  const files = new Map(handoffFiles(signed).map(({ path, bytes }) => [path, bytes]))
  const container = { archivedName: signed.handoff.name, files }
  const { threshold } = signed.handoff.manifest.signers_required
  const report = verifyContainer(container, { ...options, threshold, allowPractice: true })
  const [first] = report.problems
  if (first === undefined) return
  throw fail(first.code, `The hand-off was not written, because a receiver would refuse it: ${first.message}`, {
    remedy: 'Nothing was written. Correct what is named, then export again.',
    detail: { problems: report.problems.map((problem) => problem.message) },
  })
}

async function writeFolder(root: string, files: readonly TarFile[]): Promise<void> {
  const folders = new Set([root])
  for (const { path, bytes } of files) {
    const folder = dirname(join(root, path))
    folders.add(folder)
    await mkdir(folder, { recursive: true, mode: 0o755 })
    await writeSynced(join(root, path), bytes)
  }
  for (const folder of folders) await syncDirectory(folder)
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o644)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

async function refuseExisting(path: string): Promise<void> {
  try {
    await lstat(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  throw fail('file-exists', `${path} is there already. Nothing was changed.`, {
    remedy: 'Choose an empty directory, or look at what is there: it may be this very hand-off.',
  })
}

const WRITE_FAILURES: Readonly<Record<string, readonly [FailureCode, string]>> = {
  ENOENT: ['file-not-found', 'the directory does not exist'],
  ENOSPC: ['disk-full', 'the medium is full'],
  EDQUOT: ['disk-full', 'the quota of the medium is used up'],
  EROFS: ['disk-read-only', 'the medium is read-only'],
  ENOTEMPTY: ['file-exists', 'something was put there at the same moment'],
  EEXIST: ['file-exists', 'something was put there at the same moment'],
}

function asFailure(error: unknown, directory: string): OperationError {
  if (error instanceof OperationError) return error
  const [code, why] = WRITE_FAILURES[codeOf(error) ?? ''] ?? (['file-not-writable', 'it cannot be written to'] as const)
  return fail(code, `The hand-off was not written to ${directory}: ${why}.`, {
    remedy: 'Correct that, or choose another directory, then export again. The signatures are kept.',
    cause: error,
  })
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
