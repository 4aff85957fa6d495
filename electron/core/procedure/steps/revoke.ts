import { basename } from 'node:path'
import { hexToBytes } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import { isPractice, type IssuedCertificate, latestCrl } from '../../../../shared/facility/state.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import { readCertificateFields } from '../../../../shared/pki/certificate-fields.ts'
import { lengthOctets, TAG } from '../../../../shared/pki/der.ts'
import type { ProposedRevocations } from '../../../../shared/procedure/outputs.ts'
import { itemOfRevocations, MOST_NAMED, type Revocations } from '../../../../shared/revocation/document.ts'
import { RevocationCollector } from '../../revocation/collector.ts'
import { readList } from '../../revocation/read-list.ts'
import { findRevocable, issuedBy } from '../../revocation/revocable.ts'
import { RowProblem } from '../../revocation/revocation-row.ts'
import { summarize } from '../../revocation/summary.ts'
import { type RevocationTerms, revocationTerms } from '../../revocation/terms.ts'
import { readCrl } from '../../x509/crl.ts'
import { type FacilityIssuer, findIssuer } from '../issuers.ts'
import type { StepContext } from '../step-context.ts'

type Context = StepContext<'revoke'>
type List = Pick<NonNullable<Revocations['list']>, 'fileName' | 'sha256' | 'size'>

/**
 * Writes down what is to be revoked, as a document that people approve with the CRL. Throws revocation-refused with everything that
 * is wrong: unknown or repeated serial numbers, weakened reasons, dates that cannot be.
 */
export async function revoke(context: Context): Promise<ProposedRevocations> {
  const { services, step, run, facility } = context
  const { artifacts, clock } = services.facility
  const terms = revocationTerms(run.plan, step, clock.now())
  const issuer = findIssuer(facility, artifacts, terms.issuer)
  const known = issuedBy(facility, issuer.key)
  const collector = collectorFor(context, issuer, terms, known)
  const list = terms.certificates === null ? await collectList(context, collector) : null
  for (const name of terms.certificates ?? [])
    collectNamed(collector, findRevocable(facility, terms.issuer, name), terms)
  const { content, replaces, already } = collector.finish()
  const { unknown, ...summary } = summarize(content, known)
  if (summary.certificates.length > MOST_NAMED)
    throw fail(
      'revocation-refused',
      `The list names ${String(summary.certificates.length)} certificates that were issued here one by one; ${String(MOST_NAMED)} is the most.`,
      { remedy: 'Revoke them in several runs.' },
    )
  const document: Revocations = {
    type: 'conclave-revocations/v1',
    issuer: terms.issuer,
    spki: issuer.key.spki,
    reasons: issuer.profile.crl?.reasons ?? 'rfc5280',
    entries: artifacts.putParts(Uint8Array.of(TAG.sequence), lengthOctets(content.length), content).sha256,
    ...summary,
    replaces,
    notIssuedHere: unknown === 0 ? null : { count: unknown, why: terms.notIssuedHere ?? '' },
    list: list === null ? null : { ...list, already },
    why: terms.why,
  }
  artifacts.put(canonicalBytes(document))
  return { item: itemOfRevocations(document), revocations: document }
}

function collectorFor(
  { services, facility }: Context,
  issuer: FacilityIssuer,
  terms: RevocationTerms,
  known: ReadonlyMap<string, IssuedCertificate>,
): RevocationCollector {
  const { artifacts, clock } = services.facility
  const last = latestCrl(facility, issuer.key.name)
  return new RevocationCollector({
    reasons: issuer.profile.crl?.reasons ?? 'rfc5280',
    reason: terms.reason,
    revokedAt: terms.since,
    invalidSince: terms.invalidSince,
    unknown: terms.notIssuedHere !== null,
    now: clock.now(),
    rehearsal: isPractice(facility),
    issuerNotBefore: readCertificateFields(issuer.der).notBefore.milliseconds,
    known: new Map([...known].map(([serial, { notBefore }]) => [serial, { notBefore: Date.parse(notBefore) }])),
    previous: last === null ? null : readCrl(artifacts.get(last.crl)),
  })
}

/** A certificate that the plan names is revoked as the plan says, or not at all. */
function collectNamed(
  collector: RevocationCollector,
  { serial, subject }: IssuedCertificate,
  { since }: RevocationTerms,
): void {
  try {
    collector.add({ serial: hexToBytes(serial), reason: null, revokedAt: since, invalidSince: null }, 0)
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error
    throw fail('revocation-refused', `${subject} ${error.message}. Nothing was written down.`, {
      remedy: 'Abort the run and correct the plan.',
    })
  }
}

/** The list exactly as it came is kept, whatever its name. */
async function collectList({ input, services }: Context, collector: RevocationCollector): Promise<List> {
  if (input.kind !== 'file') throw fail('invalid-request', 'This step wants the file with the list.')
  const { path } = input
  const incoming = services.facility.artifacts.receive()
  const keep = (bytes: Uint8Array): void => {
    incoming.write(bytes)
  }
  try {
    await readList(path, keep, {
      row: (row, line) => {
        collector.add(row, line)
      },
      problem: (line, problem) => {
        collector.note(line, problem)
      },
      progress: (bytes) => {
        services.progress(`Reading the list, ${String(Math.ceil(bytes / 1e6))} MB`)
      },
    })
    return { fileName: basename(path), ...incoming.finish() }
  } finally {
    incoming.discard()
  }
}
