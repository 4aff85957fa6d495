import { bytesToHex } from '../../shared/bytes.ts'
import { fail, OperationError } from '../../shared/failure.ts'
import { fromWords } from '../../shared/ledger/words.ts'

/**
 * Digests that people wrote down: one in a line, as 64 hex digits (with or without colons and spaces) or 32 PGP words; what follows two
 * spaces after hex, as in the files of sha256sum, and lines that begin with # are left out. `invalid-request` with the line.
 */
export function readExpectedDigests(text: string): readonly string[] {
  const lines = text.split(/\r?\n/)
  return lines.flatMap((line, index) => {
    const content = line.trim()
    return content === '' || content.startsWith('#') ? [] : [readDigest(content, `Line ${index + 1}`)]
  })
}

/** One digest as typed. */
export function readDigest(typed: string, where: string): string {
  const text = typed.trim()
  const hex = (/^([0-9A-Fa-f]{64})(?:\s.*)?$/.exec(text)?.[1] ?? text.replaceAll(/[\s:]/g, '')).toLowerCase()
  if (/^[0-9a-f]{64}$/.test(hex)) return hex
  const words = text.split(/\s+/)
  if (words.length !== 32) {
    throw fail('invalid-request', `${where} is neither 64 hex digits nor 32 words; it has ${words.length} words.`, {
      remedy: 'Write the SHA-256 of a certificate as hex or as PGP words, whole.',
    })
  }
  try {
    return bytesToHex(fromWords(words))
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    throw fail('invalid-request', `${where}: ${error.failure.message}`, { cause: error })
  }
}
