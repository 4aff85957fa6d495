import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { canonicalJson } from '../../../shared/ledger/canonical-json.ts'
import type { LintSummary } from '../../../shared/procedure/outputs.ts'
import type { Facility } from '../facility/facility.ts'
import { lintCertificate } from '../x509/lint/certificate-lint.ts'
import { lintCrl } from '../x509/lint/crl-lint.ts'
import { hasErrors, type LintReport } from '../x509/lint/rule.ts'
import { type FacilityIssuer, findIssuer } from './issuers.ts'
import { type CertificatePlan, planCertificate } from './planned-certificate.ts'
import { referredStep, type StepContext } from './step-context.ts'

/** Lints to-be-signed bytes and keeps the report. Throws lint-failed before anybody is asked to approve (BR §4.3.1.2). */
export function lintPlannedCertificate(facility: Facility, tbs: Uint8Array, plan: CertificatePlan): LintSummary {
  return keep(facility, lintBy(facility, tbs, plan), 'certificate')
}

export function lintPlannedCrl(facility: Facility, tbs: Uint8Array, issuer: FacilityIssuer): LintSummary {
  return keep(facility, lintCrlOf(facility, tbs, issuer), 'CRL')
}

/** The same rules again over what was signed (design §6). */
export function lintIssuedCertificate(context: StepContext<'issue-certificate'>, certificate: Uint8Array, preview: string): void {
  const { services, run } = context
  const { facility } = services
  const previewed = referredStep(run, preview)
  if (previewed.step.kind !== 'preview-certificate') throw fail('log-inconsistent', `"${preview}" is not a preview.`)
  const notBefore = Date.parse(context.output(preview, 'preview-certificate').notBefore)
  const plan = planCertificate(facility.state, facility.artifacts, run, previewed.step, notBefore)
  keep(facility, lintBy(facility, certificate, plan), 'certificate')
}

export function lintIssuedCrl({ services }: StepContext<'issue-crl'>, crl: Uint8Array, signingKey: string): void {
  const { facility } = services
  keep(facility, lintCrlOf(facility, crl, findIssuer(facility.state, facility.artifacts, signingKey)), 'CRL')
}

function lintBy(facility: Facility, der: Uint8Array, { planned, issuerDer }: CertificatePlan): LintReport {
  const { profile } = planned
  return lintCertificate(der, { kind: profile.kind, at: facility.clock.now(), issuer: issuerDer, checkedAgainst: profile.checkedAgainst })
}

function lintCrlOf(facility: Facility, der: Uint8Array, issuer: FacilityIssuer): LintReport {
  const { profile } = issuer
  return lintCrl(der, {
    at: facility.clock.now(),
    issuer: issuer.der,
    reasons: profile.crl?.reasons ?? 'rfc5280',
    checkedAgainst: profile.checkedAgainst,
  })
}

function keep(facility: Facility, report: LintReport, what: string): LintSummary {
  const errors = report.findings.filter((finding) => finding.severity === 'error')
  if (hasErrors(report)) {
    throw fail('lint-failed', `This ${what} breaks ${String(errors.length)} of ${String(report.rules)} rules: ${errors.map((finding) => `${finding.message} (${finding.citation})`).join('; ')}.`, {
      remedy: 'Correct the plan or the profile. Nothing was signed.',
      detail: { findings: errors.map((finding) => finding.id) },
    })
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
