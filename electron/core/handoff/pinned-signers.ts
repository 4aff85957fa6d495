import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { fail, OperationError } from '../../../shared/failure.ts'
import { PINNED_SIGNERS_FOLDER } from '../../../shared/handoff/readme.ts'
import { decodePemBlocks, encodePem } from '../../../shared/pki/pem.ts'
import { readCertificateFacts } from './x509-facts.ts'

const MAX_BYTES = 1024 * 1024

/**
 * The certificates of trusted signers from one PEM file, or from all `.pem` files of a folder. Fails with `file-not-found`,
 * `file-unreadable`, `file-too-large`, and `certificate-malformed` for anything that is not PEM certificates.
 */
export async function readPinnedSigners(path: string): Promise<readonly Uint8Array[]> {
  try {
    const status = await stat(path)
    const names = status.isDirectory() ? (await readdir(path)).filter((name) => name.endsWith('.pem')).toSorted() : null
    const files = names === null ? [path] : names.map((name) => join(path, name))
    const certificates = (await Promise.all(files.map(readPemFile))).flat()
    if (certificates.length === 0) throw fail('file-not-found', `There is no signer's certificate in ${path}.`)
    return certificates
  } catch (error) {
    if (error instanceof OperationError) throw error
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw fail(
      missing ? 'file-not-found' : 'file-unreadable',
      `The certificates of the signers at ${path} cannot be read.`,
      {
        remedy: 'Give a PEM file, or a folder with one .pem file for each signer that you trust.',
        cause: error,
      },
    )
  }
}

/**
 * Writes `handoff-signers/<name>.pem` into `directory`, where the commands of README-VERIFY.txt look for them. They travel apart from
 * the hand-off; beside it they belong only in practice. Refuses with `file-exists` when such a folder is there.
 */
export async function writePinnedSigners(
  directory: string,
  signers: readonly { readonly name: string; readonly certificate: Uint8Array }[],
): Promise<string> {
  const folder = join(directory, PINNED_SIGNERS_FOLDER)
  try {
    await mkdir(folder)
    for (const { name, certificate } of signers) {
      await writeFile(join(folder, `${name}.pem`), encodePem('CERTIFICATE', certificate), { flag: 'wx' })
    }
    return folder
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw fail(
      exists ? 'file-exists' : 'file-not-writable',
      `The certificates of the signers were not written to ${folder}.`,
      {
        remedy: exists
          ? 'Choose a directory without such a folder.'
          : 'Check the directory and its medium, then try again.',
        cause: error,
      },
    )
  }
}

async function readPemFile(path: string): Promise<readonly Uint8Array[]> {
  if ((await stat(path)).size > MAX_BYTES) throw fail('file-too-large', `${path} is too large for certificates.`)
  const blocks = decodePemBlocks('CERTIFICATE', await readFile(path, 'latin1'))
  if (blocks === null) throw fail('certificate-malformed', `${path} holds something else than PEM certificates.`)
  for (const block of blocks) readCertificateFacts(block)
  return blocks
}
