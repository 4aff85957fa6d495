import type { CertificateFields } from '../../../../shared/pki/certificate-fields.ts'
import type { CrlFields } from '../../../../shared/pki/crl-fields.ts'
import { DerError } from '../../../../shared/pki/der-reader.ts'
import type { ExtensionFields } from '../../../../shared/pki/extension-fields.ts'
import { EXTENSION_OID, type ExtensionName } from '../../../../shared/pki/oids.ts'
import type { ProfileKind } from '../../../../shared/pki/profile.ts'

/** What a rule may look at beside the object itself. */
export interface CertificateContext {
  readonly kind: ProfileKind
  /** The time of signing, milliseconds. */
  readonly at: number
  /** Null for a self-issued certificate. */
  readonly issuer: CertificateFields | null
  /** The identifier copied from an existing certificate of the key, for renewed and cross-certified keys. */
  readonly copiedKeyIdentifier?: Uint8Array | undefined
}

export interface CrlContext {
  readonly at: number
  readonly issuer: CertificateFields
  readonly reasons: 'rfc5280' | 'br'
  /** What the rules for entries found, by rule: a list of a million entries is gone through once. */
  readonly entries: ReadonlyMap<string, string>
}

/** One sentence that anybody can look up. `check` returns what is wrong, without a full stop, or null. */
export interface Rule<Subject, Context> {
  readonly id: string
  readonly citation: string
  readonly severity: 'error' | 'warning'
  /** Since when the cited text says so. A waiver written before does not cover the rule. */
  readonly effective: string
  /** Absent: every kind. */
  readonly kinds?: readonly ProfileKind[]
  readonly check: (subject: Subject, context: Context) => string | null
}

export type CertificateRule = Rule<CertificateFields, CertificateContext>
export type CrlRule = Rule<CrlFields, CrlContext>

export interface LintFinding {
  readonly id: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly citation: string
}

/** `rules` is the count of rules that were applied, so that a shorter list shows. */
export interface LintReport {
  readonly rules: number
  readonly checkedAgainst: string
  readonly findings: readonly LintFinding[]
}

export const CA_KINDS: readonly ProfileKind[] = ['root', 'issuing']
export const RFC_5280_SINCE = '2008-05-01'
export const BR_2_SINCE = '2023-09-15'

export function applyRules<Subject, Context>(
  rules: readonly Rule<Subject, Context>[],
  subject: Subject,
  context: Context,
): LintFinding[] {
  return rules.flatMap(({ id, severity, citation, check }) => {
    const message = guarded(() => check(subject, context))
    return message === null ? [] : [{ id, severity, citation, message }]
  })
}

export function hasErrors(report: LintReport): boolean {
  return report.findings.some(({ severity }) => severity === 'error')
}

export function extensionOf(
  subject: { readonly extensions: readonly ExtensionFields[] },
  name: ExtensionName,
): ExtensionFields | undefined {
  return subject.extensions.find(({ oid }) => oid === EXTENSION_OID[name])
}

/** A rule that cannot read what it looks at has found something. */
function guarded(check: () => string | null): string | null {
  try {
    return check()
  } catch (error) {
    if (error instanceof DerError) return `what the rule looks at cannot be read: ${error.message}`
    throw error
  }
}
