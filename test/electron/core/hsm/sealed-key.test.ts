import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeSealedKey, readSealedKey, sealedParts } from '../../../../electron/core/hsm/sealed-key.ts'
import { utf8ToBytes } from '../../../../shared/bytes.ts'
import type { HsmContract, KeyAttributes } from '../../../../shared/ipc/hsm-contract.ts'
import type { ResponseOf } from '../../../../shared/ipc/operation.ts'
import { failureOf } from '../../../support/failure.ts'

const KEY: KeyAttributes = {
  id: '01',
  label: 'root',
  algorithm: 'ec-p384',
  publicKey: Uint8Array.of(1, 2, 3),
  hasPrivateKey: true,
  token: true,
  private: true,
  sensitive: true,
  extractable: true,
  alwaysSensitive: true,
  neverExtractable: false,
  local: true,
  modifiable: false,
  sign: true,
  decrypt: false,
  unwrap: false,
  derive: false,
  keyGenMechanism: null,
}

const BACKUP: ResponseOf<HsmContract, 'key.back-up'> = {
  key: KEY,
  wrappedKek: Uint8Array.of(4, 5),
  wrappedKey: Uint8Array.of(6, 7, 8),
  mechanism: 'CKM_AES_KEY_WRAP_KWP',
}

describe('A sealed key', () => {
  const artifact = encodeSealedKey(BACKUP, Uint8Array.of(9))

  it('gives back what was put in', () => {
    const sealed = readSealedKey(artifact)
    expect(sealed.transportKey).toBe('09')
    const { key, ...parts } = BACKUP
    expect(sealedParts(sealed)).toEqual({ ...parts, publicKey: key.publicKey, algorithm: key.algorithm })
  })

  it('is one artifact only: any other spelling is refused', () => {
    const text = new TextDecoder().decode(artifact)
    const others = [
      ` ${text}`,
      text.replace(',', ', '),
      text.replace('KWP', 'ZZZ'),
      text.replace('{', '{"a":1,'),
      '{}',
      '',
    ]
    for (const other of others) expect(failureOf(() => readSealedKey(utf8ToBytes(other)))).toBe('backup-invalid')
  })

  it('is refused for anything that is not one', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      expect(failureOf(() => readSealedKey(octets))).toBe('backup-invalid')
    })
    fc.assert(property)
    expect(failureOf(() => readSealedKey(new Uint8Array(65_537)))).toBe('backup-invalid')
  })
})
