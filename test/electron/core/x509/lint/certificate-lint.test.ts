import { describe, expect, it } from 'vitest'
import { CERTIFICATE_RULES, lintCertificate } from '../../../../../electron/core/x509/lint/certificate-lint.ts'
import { hasErrors, type LintReport } from '../../../../../electron/core/x509/lint/rule.ts'
import { hexToBytes } from '../../../../../shared/bytes.ts'
import { SIGNATURE_ALGORITHM_IDENTIFIER } from '../../../../../shared/pki/algorithm-identifiers.ts'
import { assembleCertificate } from '../../../../../shared/pki/certificate.ts'
import type { ProfileKind } from '../../../../../shared/pki/profile.ts'
import { failureOf } from '../../../../support/failure.ts'
import { makeIssuing, NOT_BEFORE } from '../authority.ts'
import { BROKEN_EXTENSIONS } from './broken-extensions.ts'
import { BROKEN_FIELDS } from './broken-fields.ts'
import { type BrokenCertificate, forge, type Forgery } from './forge.ts'
import { issuing, root, SAMPLES } from './samples.ts'

const AT = NOT_BEFORE + 3_600_000
const BROKEN: readonly BrokenCertificate[] = [...BROKEN_FIELDS, ...BROKEN_EXTENSIONS]

function lint(
  kind: ProfileKind,
  der: Uint8Array,
  changes: { at?: number; copiedKeyIdentifier?: Uint8Array } = {},
): LintReport {
  const issuer = kind === 'issuing' ? root.certificate : null
  return lintCertificate(der, { kind, at: AT, issuer, checkedAgainst: 'RFC 5280', ...changes })
}

function found(kind: ProfileKind, change: Forgery): string[] {
  return lint(kind, forge(SAMPLES[kind].tbs, change)).findings.map(({ id }) => id)
}

describe('Certificate lint', () => {
  it.each(['root', 'issuing', 'handoff-signer'] as const)(
    'finds nothing in what the profile of kind %s makes, before and after signing',
    (kind) => {
      const { tbs, certificate } = SAMPLES[kind]
      expect(lint(kind, tbs).findings).toEqual([])
      expect(lint(kind, certificate)).toEqual(lint(kind, tbs))
      expect(lint(kind, tbs).rules).toBeGreaterThan(25)
    },
  )

  it.each(BROKEN)('finds %s in a certificate of kind %s %#', (rule, kind, change, others = []) => {
    expect(found(kind, change).toSorted()).toEqual([rule, ...others].toSorted())
  })

  it('has a broken certificate for every rule but the one that needs a signature', () => {
    const tried = new Set(BROKEN.map(([rule]) => rule))
    expect(CERTIFICATE_RULES.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual(['signature-algorithms-equal'])
    expect(new Set(CERTIFICATE_RULES.map(({ id }) => id)).size).toBe(CERTIFICATE_RULES.length)
  })

  it('finds an algorithm outside that is not the one inside', () => {
    const certificate = assembleCertificate(root.tbs, 'rsa-sha384', new Uint8Array(384).fill(1))
    expect(lint('root', certificate).findings.map(({ id }) => id)).toEqual(['signature-algorithms-equal'])
  })

  it('wants a copied key identifier where one is to be copied', () => {
    const copied = hexToBytes('22'.repeat(20))
    const renewed = makeIssuing(root, { subjectKeyIdentifier: copied })
    expect(lint('issuing', renewed.tbs, { copiedKeyIdentifier: copied }).findings).toEqual([])
    expect(lint('issuing', issuing.tbs, { copiedKeyIdentifier: copied }).findings.map(({ id }) => id)).toEqual([
      'subject-key-identifier-method',
    ])
  })

  it('takes the whole day before signing, and no second more', () => {
    const ids = (at: number) => lint('root', root.tbs, { at }).findings.map(({ id }) => id)
    expect(ids(NOT_BEFORE)).toEqual([])
    expect(ids(NOT_BEFORE + 86_400_000)).toEqual([])
    expect(ids(NOT_BEFORE + 86_400_001)).toEqual(['not-before-window'])
    expect(ids(NOT_BEFORE - 1)).toEqual(['not-before-window'])
  })

  it('tells errors from warnings', () => {
    expect(hasErrors(lint('root', forge(root.tbs, { reverse: true })))).toBe(false)
    expect(hasErrors(lint('root', forge(root.tbs, { version: 1 })))).toBe(true)
  })

  it('applies no rule to bytes that it cannot read', () => {
    expect(failureOf(() => lint('root', new Uint8Array(10)))).toBe('certificate-malformed')
    expect(failureOf(() => lint('root', root.tbs.subarray(0, 50)))).toBe('certificate-malformed')
    expect(() =>
      lintCertificate(issuing.tbs, { kind: 'issuing', at: AT, issuer: root.tbs, checkedAgainst: '' }),
    ).toThrow(expect.objectContaining({ code: 'certificate-malformed' }))
  })

  it('knows every algorithm that we sign with', () => {
    for (const identifier of Object.values(SIGNATURE_ALGORITHM_IDENTIFIER)) {
      expect(found('root', { signatureAlgorithm: identifier })).not.toContain('signature-algorithm-bytes')
    }
  })
})
