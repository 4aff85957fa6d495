import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { canonicalJson } from '../../../shared/ledger/canonical-json.ts'
import type { CrlFields } from '../../../shared/pki/crl-fields.ts'
import type { LintSummary } from '../../../shared/procedure/outputs.ts'
import type { Facility } from '../facility/facility.ts'
import { lintCertificate } from '../x509/lint/certificate-lint.ts'
import { lintCrlFields } from '../x509/lint/crl-lint.ts'
import { hasErrors, type LintReport } from '../x509/lint/rule.ts'
import { type FacilityIssuer, findIssuer } from './issuers.ts'
import { type CertificatePlan, planCertificate } from './planned-certificate.ts'
import { referredStep } from './referred-step.ts'
import type { StepContext } from './step-context.ts'

const NOT_SIGNED = 'Correct the plan or the profile. Nothing was signed.'
const SIGNED = 'It was signed, and is in the log; it was not issued. Record an exception and abort the run.'

/** Lints to-be-signed bytes and keeps the report. Throws lint-failed before anybody is asked to approve (BR §4.3.1.2). */
export function lintPlannedCertificate(facility: Facility, tbs: Uint8Array, plan: CertificatePlan): LintSummary {
  return keep(facility, lintBy(tbs, plan, facility.clock.now()), 'certificate', NOT_SIGNED)
}

export function lintPlannedCrl(facility: Facility, crl: CrlFields, issuer: FacilityIssuer): LintSummary {
  return keep(facility, lintCrlOf(crl, issuer, facility.clock.now()), 'CRL', NOT_SIGNED)
}

/**
 * The same rules over what is about to be signed, or was (design §6): an approval may be days old, and a step that is
 * finished from the log is judged by the time at which it was signed.
 */
export function lintCertificateOfStep(context: StepContext<'issue-certificate'>, der: Uint8Array): void {
  const { services, run, step } = context
  const { facility } = services
  const previewed = referredStep(run, step.preview)
  if (previewed.step.kind !== 'preview-certificate')
    throw fail('log-inconsistent', `"${step.preview}" is not a preview.`)
  const notBefore = Date.parse(context.output(step.preview, 'preview-certificate').notBefore)
  const plan = planCertificate(facility.state, facility.artifacts, run, previewed.step, notBefore)
  const signedAt = signingTime(context)
  keep(
    facility,
    lintBy(der, plan, signedAt ?? facility.clock.now()),
    'certificate',
    signedAt === null ? NOT_SIGNED : SIGNED,
  )
}

export function lintCrlOfStep(context: StepContext<'issue-crl'>, crl: CrlFields): void {
  const { facility } = context.services
  const { signingKey } = context.output(context.step.preview, 'preview-crl')
  const issuer = findIssuer(facility.state, facility.artifacts, signingKey)
  const signedAt = signingTime(context)
  keep(
    facility,
    lintCrlOf(crl, issuer, signedAt ?? facility.clock.now()),
    'CRL',
    signedAt === null ? NOT_SIGNED : SIGNED,
  )
}

/** When the HSM was asked for the signature that is in the log; null before. */
function signingTime({ state }: Pick<StepContext, 'state'>): number | null {
  const recorded = state.intents.find((intent) => intent.outcome === 'recorded')
  return recorded === undefined ? null : Date.parse(recorded.time)
}

function lintBy(der: Uint8Array, { planned, issuerDer }: CertificatePlan, at: number): LintReport {
  const { profile } = planned
  return lintCertificate(der, { kind: profile.kind, at, issuer: issuerDer, checkedAgainst: profile.checkedAgainst })
}

function lintCrlOf(crl: CrlFields, issuer: FacilityIssuer, at: number): LintReport {
  const { profile } = issuer
  return lintCrlFields(crl, {
    at,
    issuer: issuer.der,
    reasons: profile.crl?.reasons ?? 'rfc5280',
    checkedAgainst: profile.checkedAgainst,
  })
}

function keep(facility: Facility, report: LintReport, what: string, remedy: string): LintSummary {
  const errors = report.findings.filter((finding) => finding.severity === 'error')
  if (hasErrors(report)) {
    throw fail(
      'lint-failed',
      `This ${what} breaks ${String(errors.length)} of ${String(report.rules)} rules: ${errors.map((finding) => `${finding.message} (${finding.citation})`).join('; ')}.`,
      {
        remedy,
        detail: { findings: errors.map((finding) => finding.id) },
      },
    )
  }
  const stored = facility.artifacts.put(utf8ToBytes(canonicalJson(report)))
  return {
    rules: report.rules,
    errors: errors.length,
    warnings: report.findings.length - errors.length,
    checkedAgainst: report.checkedAgainst,
    report: stored.sha256,
  }
}
