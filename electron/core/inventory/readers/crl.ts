import { hash } from 'node:crypto'
import type { InventoryIssuer } from '../../../../shared/inventory/inventory.ts'
import { crlEntries, type CrlScan, scanCrl } from '../../../../shared/inventory/scan-crl.ts'
import { DerError } from '../../../../shared/pki/der-reader.ts'
import { type BlockRow, NO_REASON, UNKNOWN_TIME } from '../blocks.ts'
import { nameWords } from '../certificate-rows.ts'
import { issuerKey } from '../dictionaries.ts'
import { base64Bytes } from '../given-certificate.ts'
import type { RowWriter } from '../row-writer.ts'
import type { Place, StreamReader } from './stream-reader.ts'

const MOST_BYTES = 256 * 1024 * 1024
const PEM = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]+)-----END X509 CRL-----/

/** A CRL, DER or PEM: each entry is a row of which nothing is known but that it was revoked. It is read as a whole. */
export class CrlReader implements StreamReader {
  readonly #writer: RowWriter
  #offset: number
  #tooLarge = 0

  constructor(writer: RowWriter, from: Place) {
    this.#writer = writer
    this.#offset = from.offset
  }

  get place(): Place {
    return { offset: this.#offset, line: 1 }
  }

  readonly isSettled = false

  feed(bytes: Buffer, last: boolean): number {
    if (this.#tooLarge > 0 || bytes.length > MOST_BYTES) this.#tooLarge += bytes.length
    else if (!last) return 0
    this.#offset += bytes.length
    if (last) this.#read(bytes)
    return bytes.length
  }

  #read(bytes: Buffer): void {
    if (this.#tooLarge > 0) {
      this.#writer.reject(0, bytes, `a CRL of more than ${String(MOST_BYTES)} bytes`, this.#tooLarge)
      return
    }
    const der = bytes[0] === 0x30 ? bytes : base64Bytes(PEM.exec(bytes.toString('latin1'))?.[1] ?? '')
    if (der === null) {
      this.#writer.reject(0, bytes, 'a CRL that is neither DER nor one PEM block')
      return
    }
    let taken = 0
    try {
      const scan = scanCrl(der)
      const row = this.#rowOf(der, scan)
      for (const entry of crlEntries(der, scan)) {
        row.serialStart = entry.serialStart
        row.serialEnd = entry.serialEnd
        row.revokedAt = entry.revokedAt
        row.reason = entry.reason ?? NO_REASON
        this.#writer.add(row, entry.at, {})
        taken = entry.at
      }
    } catch (error) {
      if (!(error instanceof DerError)) throw error
      this.#writer.reject(taken, der.subarray(taken), `no CRL from here on: ${error.message}`)
    }
  }

  #rowOf(der: Buffer, scan: CrlScan): BlockRow {
    const name = der.subarray(scan.issuerStart, scan.issuerEnd)
    const keyId = der.toString('hex', scan.authorityKeyIdStart, scan.authorityKeyIdEnd)
    const issuer: InventoryIssuer = {
      key_id: keyId === '' ? null : keyId,
      spki_sha256: null,
      name_sha256: hash('sha256', name),
      words: nameWords(name),
    }
    return {
      serial: der,
      serialStart: 0,
      serialEnd: 0,
      issuer: this.#writer.issuers.number(issuerKey(issuer), () => issuer),
      group: 0,
      notBefore: UNKNOWN_TIME,
      notAfter: UNKNOWN_TIME,
      isCa: false,
      isRevoked: true,
      revokedAt: UNKNOWN_TIME,
      reason: NO_REASON,
      spki: '',
      fingerprint: '',
      namesIn: new Uint8Array(),
      namesStart: 0,
      namesEnd: 0,
    }
  }
}
