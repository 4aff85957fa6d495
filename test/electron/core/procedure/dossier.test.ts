import { describe, expect, it } from 'vitest'
import { checkDossier, type DossierAttributes } from '../../../../electron/core/procedure/dossier.ts'
import { library } from '../../../support/test-facility.ts'
import { present } from '../../../support/present.ts'

const policy = present(library.policies.get('fleet'), 'policy')
const good: DossierAttributes = {
  id: '0a',
  label: 'root',
  algorithm: 'ec-p384',
  hasPrivateKey: true,
  token: true,
  private: true,
  sensitive: true,
  extractable: false,
  alwaysSensitive: true,
  neverExtractable: true,
  local: true,
  modifiable: true,
  sign: true,
  decrypt: false,
  unwrap: false,
  derive: false,
  keyGenMechanism: 'CKM_EC_KEY_PAIR_GEN',
}

function failed(change: Partial<DossierAttributes>): string[] {
  return checkDossier({ ...good, ...change }, policy, 'generated').flatMap(({ name, ok }) => (ok ? [] : [name]))
}

describe('checkDossier', () => {
  it('takes a key that was generated in the token and cannot leave it', () => {
    expect(failed({})).toEqual([])
  })

  it.each([
    ['CKA_LOCAL', 'local', false],
    ['CKA_SENSITIVE', 'sensitive', false],
    ['CKA_ALWAYS_SENSITIVE', 'alwaysSensitive', false],
    ['CKA_EXTRACTABLE', 'extractable', true],
    ['CKA_NEVER_EXTRACTABLE', 'neverExtractable', false],
    ['CKA_TOKEN', 'token', false],
    ['CKA_PRIVATE', 'private', false],
    ['CKA_SIGN', 'sign', false],
  ] as const)('refuses a key by its %s, also when the token does not tell', (name, attribute, value) => {
    expect(failed({ [attribute]: value })).toEqual([name])
    expect(failed({ [attribute]: null })).toEqual([name])
  })

  it('shows what the policy does not ask for, and passes it', () => {
    const rows = checkDossier({ ...good, modifiable: null, decrypt: true }, policy, 'generated')
    expect(rows.find(({ name }) => name === 'CKA_MODIFIABLE')).toEqual({
      name: 'CKA_MODIFIABLE',
      ok: true,
      detail: 'not told',
      required: null,
    })
    expect(rows.find(({ name }) => name === 'CKA_DECRYPT')).toMatchObject({ ok: true, detail: 'true', required: null })
  })
})
