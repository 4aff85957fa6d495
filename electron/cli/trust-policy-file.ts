import { fail } from '../../shared/failure.ts'
import { parseTrustPolicy, type TrustPolicy } from '../../shared/ledger/trust-policy.ts'
import { decodeUtf8 } from '../../shared/ledger/utf8.ts'
import { readFileCapped } from '../core/files/host-files.ts'

const LARGEST = 1_000_000

/** A C2SP tlog-policy file. `invalid-request` with the line. */
export function readTrustPolicy(path: string): TrustPolicy {
  const text = decodeUtf8(readFileCapped(path, LARGEST))
  if (text === null) throw fail('invalid-request', `"${path}" is not text.`)
  return parseTrustPolicy(text)
}
