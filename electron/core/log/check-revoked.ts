import { fail } from '../../../shared/failure.ts'
import { type FacilityState, latestCrl } from '../../../shared/facility/state.ts'
import { revocationsOf } from '../../../shared/facility/revoked.ts'
import { canonicalJson } from '../../../shared/ledger/canonical-json.ts'
import type { EntryOf } from '../../../shared/ledger/entries.ts'
import { readCertificateFields } from '../../../shared/pki/certificate-fields.ts'
import { contentOf, elementAt } from '../../../shared/pki/der-reader.ts'
import type { CrlFields } from '../../../shared/pki/crl-fields.ts'
import { checkCrlSuccession } from '../../../shared/pki/crl-succession.ts'
import { allowedReasons } from '../../../shared/pki/reasons.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import type { Revocations } from '../../../shared/revocation/document.ts'
import { entriesProblem, revokedCertificates } from '../../../shared/revocation/entries.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { assertApproved } from '../procedure/approvals.ts'
import { findIssuer } from '../procedure/issuers.ts'
import { issuedBy } from '../revocation/revocable.ts'
import { summarize } from '../revocation/summary.ts'
import { revocationTerms } from '../revocation/terms.ts'
import { readCrl } from '../x509/crl.ts'
import { approvalOf } from './check-effects.ts'

/**
 * What a step wrote down is what its plan says and what its own artifact holds: the CA, the counts, the reasons, no date after it was
 * written. Throws log-inconsistent.
 */
export function checkRevocations(
  entry: EntryOf<'step-done'>,
  { revocations: document }: StepOutput<'revoke'>,
  state: FacilityState,
  run: RunState,
  { step }: StepState,
  artifacts: ArtifactReader,
): void {
  if (step.kind !== 'revoke') throw fail('log-inconsistent', 'Its step revokes nothing.')
  const terms = revocationTerms(run.plan, step, Date.parse(entry.time))
  const issuer = findIssuer(state, artifacts, terms.issuer)
  const isPlanned =
    document.issuer === terms.issuer &&
    document.spki === issuer.key.spki &&
    document.reasons === issuer.profile.crl?.reasons &&
    document.why === terms.why &&
    (document.list === null) === (terms.certificates !== null) &&
    (document.notIssuedHere === null || document.notIssuedHere.why === terms.notIssuedHere)
  if (!isPlanned) throw untrue('its plan says something else')
  const entries = artifacts.get(document.entries)
  const { unknown, ...summary } = summarize(
    contentOf(elementAt(entries, 0, entries.length)),
    issuedBy(state, issuer.key),
  )
  const said = Object.fromEntries(Object.keys(summary).map((name) => [name, document[name as keyof Revocations]]))
  if (canonicalJson(said) !== canonicalJson(summary) || unknown !== (document.notIssuedHere?.count ?? 0))
    throw untrue('its entries are others')
  const allowed = allowedReasons(document.reasons)
  const earliest = readCertificateFields(issuer.der).notBefore.milliseconds
  for (const { reason, revocationDate, serial } of revokedCertificates(entries)) {
    if (reason === null || !allowed.includes(reason ?? 'unspecified'))
      throw untrue(`the reason of serial ${serial} is none`)
    if (revocationDate.milliseconds > Date.parse(entry.time) || revocationDate.milliseconds < earliest)
      throw untrue(`serial ${serial} is revoked at a time at which it cannot be`)
  }
}

/**
 * Whatever a CRL says was on the last list of its CA or in the document that was approved with it, and nothing of either is missing;
 * and it follows the last list by the rules of every CRL. Throws crl-rule-violated, quorum-not-met.
 */
export function checkCrlEntries(
  crl: CrlFields,
  output: StepOutput<'issue-crl'>,
  state: FacilityState,
  run: RunState,
  at: StepState,
  artifacts: ArtifactReader,
): void {
  if (at.step.kind !== 'issue-crl') throw fail('log-inconsistent', 'Its step does not issue CRLs.')
  const last = latestCrl(state, output.signingKey)
  const previous = last === null ? null : readCrl(artifacts.get(last.crl))
  const proposed = revocationsOf(run, at.step.preview)
  if (proposed !== null) {
    const { item, revocations } = proposed
    if (revocations.issuer !== output.signingKey) throw violated(`the document is about ${revocations.issuer}`)
    assertApproved(state, run, approvalOf(run, at), item, artifacts.get(item.tbs))
  }
  const added = proposed === null ? null : artifacts.get(proposed.revocations.entries)
  const [broken] = checkCrlSuccession(crl, previous)
  const problem = entriesProblem(crl, previous, added) ?? broken?.message ?? null
  if (problem !== null) throw violated(problem)
}

function violated(why: string): Error {
  return fail('crl-rule-violated', `The CRL is not the last one and what was approved: ${why}.`)
}

function untrue(why: string): Error {
  return fail('log-inconsistent', `What is to be revoked is not what the step says: ${why}.`)
}
