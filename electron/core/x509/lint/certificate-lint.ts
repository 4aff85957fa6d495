import { fail } from '../../../../shared/failure.ts'
import { readCertificateFields, readTbsFields } from '../../../../shared/pki/certificate-fields.ts'
import { isSignedObject } from '../../../../shared/pki/signed-object.ts'
import { caConstraintRules } from './ca-constraints.ts'
import { keyIdentifierRules } from './key-identifiers.ts'
import { nameRules } from './names.ts'
import { pointerRules } from './pointers.ts'
import { purposeRules } from './purposes.ts'
import { applyRules, type CertificateContext, type CertificateRule, type LintReport } from './rule.ts'
import { serialRules } from './serial.ts'
import { structureRules } from './structure.ts'
import { validityRules } from './validity.ts'

export const CERTIFICATE_RULES: readonly CertificateRule[] = [
  ...structureRules,
  ...serialRules,
  ...validityRules,
  ...nameRules,
  ...keyIdentifierRules,
  ...caConstraintRules,
  ...purposeRules,
  ...pointerRules,
]

export type CertificateLintContext = Omit<CertificateContext, 'issuer'> & {
  /** DER of the issuer's certificate; null when self-issued. */
  readonly issuer: Uint8Array | null
  /** As in the profile: "BR v2.2.6 §7.1.2.1, RFC 5280". */
  readonly checkedAgainst: string
}

/** The same rules over to-be-signed bytes before signing and over the certificate after. `certificate-malformed`. */
export function lintCertificate(der: Uint8Array, context: CertificateLintContext): LintReport {
  return certificateLinter(context)(der)
}

/** For many certificates of one issuer, which is read once. The function throws what `lintCertificate` throws. */
export function certificateLinter(context: CertificateLintContext): (der: Uint8Array) => LintReport {
  const issuerDer = context.issuer
  const issuer = issuerDer === null ? null : readAs('certificate of the issuer', () => readCertificateFields(issuerDer))
  const rules = CERTIFICATE_RULES.filter(({ kinds }) => kinds === undefined || kinds.includes(context.kind))
  return (der) => {
    const certificate = readAs('certificate', () =>
      isSignedObject(der) ? readCertificateFields(der) : readTbsFields(der),
    )
    return {
      rules: rules.length,
      checkedAgainst: context.checkedAgainst,
      findings: applyRules(rules, certificate, { ...context, issuer }),
    }
  }
}

function readAs<Fields>(what: string, read: () => Fields): Fields {
  try {
    return read()
  } catch (cause) {
    throw fail('certificate-malformed', `The ${what} cannot be read, so no rule was applied.`, { cause })
  }
}
