import { fail } from '../../../../shared/failure.ts'
import { readCertificateFields } from '../../../../shared/pki/certificate-fields.ts'
import { type CrlFields, readCrlFields, readTbsCrlFields } from '../../../../shared/pki/crl-fields.ts'
import { isSignedObject } from '../../../../shared/pki/signed-object.ts'
import { crlEntryRules, lintEntries } from './crl-entries.ts'
import { crlStructureRules } from './crl-structure.ts'
import { crlTimeRules } from './crl-times.ts'
import { applyRules, type CrlContext, type CrlRule, type LintReport } from './rule.ts'

export const CRL_RULES: readonly CrlRule[] = [...crlStructureRules, ...crlTimeRules, ...crlEntryRules]

export type CrlLintContext = Omit<CrlContext, 'issuer' | 'entries'> & {
  /** DER of the issuer's certificate. */
  readonly issuer: Uint8Array
  readonly checkedAgainst: string
}

/** The same rules over a to-be-signed list and over the signed one. `crl-malformed`, `certificate-malformed`. */
export function lintCrl(der: Uint8Array, context: CrlLintContext): LintReport {
  return lintCrlFields(
    readCrlAs(() => (isSignedObject(der) ? readCrlFields(der) : readTbsCrlFields(der))),
    context,
  )
}

/** The same for a list that was read already: one of a million entries is read, and indexed, once. */
export function lintCrlFields(crl: CrlFields, context: CrlLintContext): LintReport {
  const issuer = readIssuer(context.issuer)
  return {
    rules: CRL_RULES.length,
    checkedAgainst: context.checkedAgainst,
    findings: applyRules(CRL_RULES, crl, { ...context, issuer, entries: readCrlAs(() => lintEntries(crl, context)) }),
  }
}

function readCrlAs<Fields>(read: () => Fields): Fields {
  try {
    return read()
  } catch (cause) {
    throw fail('crl-malformed', 'The revocation list cannot be read, so no rule was applied.', { cause })
  }
}

function readIssuer(der: Uint8Array) {
  try {
    return readCertificateFields(der)
  } catch (cause) {
    throw fail('certificate-malformed', 'The certificate of the issuer cannot be read, so no rule was applied.', {
      cause,
    })
  }
}
