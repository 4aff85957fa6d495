import { createHash, type KeyObject, sign } from 'node:crypto'
import { ed25519PrivateKey, ed25519RawPublicKey } from '../../../electron/core/ed25519.ts'
import { bytesToHex } from '../../../shared/bytes.ts'
import { type Statement, statementBytes } from '../../../shared/procedure/approval.ts'

interface PooledKey {
  readonly publicKey: string
  readonly privateKey: KeyObject
}

const pool = Array.from({ length: 40 }, (_, place): PooledKey => {
  const privateKey = ed25519PrivateKey(
    createHash('sha256')
      .update(`pool ${String(place)}`)
      .digest(),
  )
  return { privateKey, publicKey: bytesToHex(ed25519RawPublicKey(privateKey)) }
})

function keyAt(place: number): PooledKey {
  const key = pool[place]
  if (key === undefined) throw new Error(`the pool has no key ${String(place)}`)
  return key
}

/** The public half, hex. The same number is the same key in every case: making keys takes longer than signing. */
export function publicKeyAt(place: number): string {
  return keyAt(place).publicKey
}

/** A real signature over the statement, hex. */
export function signAt(place: number, statement: Statement): string {
  return bytesToHex(sign(null, statementBytes(statement), keyAt(place).privateKey))
}
