import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { fail, OperationError } from '../../../shared/failure.ts'
import { decodePemBlocks } from '../../../shared/pki/pem.ts'
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

async function readPemFile(path: string): Promise<readonly Uint8Array[]> {
  if ((await stat(path)).size > MAX_BYTES) throw fail('file-too-large', `${path} is too large for certificates.`)
  const blocks = decodePemBlocks('CERTIFICATE', await readFile(path, 'latin1'))
  if (blocks === null) throw fail('certificate-malformed', `${path} holds something else than PEM certificates.`)
  for (const block of blocks) readCertificateFacts(block)
  return blocks
}
