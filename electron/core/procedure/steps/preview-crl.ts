import { fail } from '../../../../shared/failure.ts'
import { latestCrl } from '../../../../shared/facility/state.ts'
import { SIGNATURE_FOR_KEY } from '../../../../shared/pki/algorithms.ts'
import { type CrlFields, readTbsCrlFields } from '../../../../shared/pki/crl-fields.ts'
import { checkCrlSuccession } from '../../../../shared/pki/crl-succession.ts'
import { formatName } from '../../../../shared/pki/names.ts'
import { tbsCrlFrame } from '../../../../shared/pki/tbs-crl.ts'
import { entriesProblem, nextContent } from '../../../../shared/revocation/entries.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { toInstant } from '../../clock.ts'
import { readCrl } from '../../x509/crl.ts'
import { type FacilityIssuer, findIssuer } from '../issuers.ts'
import { findPlace } from '../key-place.ts'
import { lintPlannedCrl } from '../lint-report.ts'
import type { StepContext } from '../step-context.ts'
import { secondAfter } from '../whole-second.ts'

const DAY = 86_400_000

/** Builds the next CRL of a CA from its last one: number and time strictly greater, no entry lost (design §6). */
export async function previewCrl(context: StepContext<'preview-crl'>): Promise<StepOutput<'preview-crl'>> {
  const { services, step, facility } = context
  const { artifacts, clock } = services.facility
  const issuer = findIssuer(facility, artifacts, context.value(step.issuer))
  findPlace(issuer.key, context.token(step.token).name)
  const rules = issuer.profile.crl
  if (rules === undefined) {
    throw fail('crl-rule-violated', `The profile "${issuer.profile.profile}" says nothing about CRLs.`, {
      remedy: 'Add a crl section to the profile.',
    })
  }
  const last = latestCrl(facility, issuer.key.name)
  const previous = last === null ? null : readCrl(artifacts.get(last.crl))
  const added = addedEntries(context, issuer.key.name)
  const thisUpdate = await secondAfter(clock, last === null ? null : Date.parse(last.thisUpdate))
  const number = (last?.number ?? 0) + 1
  const content = nextContent(previous, added)
  const input = {
    issuer: issuer.fields.name,
    keyIdentifier: issuer.fields.keyIdentifier,
    number: BigInt(number),
    thisUpdate,
    nextUpdate: Math.min(thisUpdate + rules.nextUpdateDays * DAY, issuer.fields.notAfter),
    signatureAlgorithm: SIGNATURE_FOR_KEY[issuer.key.algorithm],
  }
  const length = content.reduce((sum, part) => sum + part.length, 0)
  const { before, after } = tbsCrlFrame(input, length)
  const stored = artifacts.putParts(before, ...content, after)
  const fields = readTbsCrlFields(artifacts.get(stored.sha256))
  assertFollows(fields, previous, issuer)
  assertEntries(fields, previous, added)
  const lint = lintPlannedCrl(services.facility, fields, issuer)
  return {
    type: 'crl',
    item: { kind: 'crl', tbs: stored.sha256, size: stored.size, key: issuer.key.spki },
    signingKey: issuer.key.name,
    signatureAlgorithm: SIGNATURE_FOR_KEY[issuer.key.algorithm],
    issuer: formatName(issuer.fields.name),
    number,
    thisUpdate: toInstant(thisUpdate),
    nextUpdate: toInstant(fields.nextUpdate?.milliseconds ?? thisUpdate),
    entries: fields.index().count,
    added: fields.index().count - (previous === null ? 0 : previous.index().count),
    lint,
  }
}

/** Throws crl-rule-violated. */
export function assertFollows(next: CrlFields, previous: CrlFields | null, issuer: FacilityIssuer): void {
  const problems = checkCrlSuccession(next, previous, { issuerNotAfter: issuer.fields.notAfter })
  if (problems.length === 0) return
  throw fail(
    'crl-rule-violated',
    `This CRL may not follow the last one: ${problems.map((problem) => `${problem.message} (${problem.citation})`).join('; ')}.`,
    {
      remedy: 'Compare the clock, then build it again.',
    },
  )
}

/** Whatever the list says was on the last one or in the document, and nothing of either is missing. Throws crl-rule-violated. */
export function assertEntries(next: CrlFields, previous: CrlFields | null, added: Uint8Array | null): void {
  const problem = entriesProblem(next, previous, added)
  if (problem === null) return
  throw fail('crl-rule-violated', `This CRL is not the last one and what is to be revoked: ${problem}.`, {
    remedy: 'Build it again, from the last CRL of now.',
  })
}

/** What the document adds; null without one. Throws crl-rule-violated for a document about another CA. */
function addedEntries(context: StepContext<'preview-crl'>, issuer: string): Uint8Array | null {
  const { step, services } = context
  if (step.revocations === undefined) return null
  const { revocations } = context.output(step.revocations, 'revoke')
  if (revocations.issuer === issuer) return services.facility.artifacts.get(revocations.entries)
  throw fail('crl-rule-violated', `"${step.revocations}" is about ${revocations.issuer}, not about ${issuer}.`, {
    remedy: 'Abort the run and name the same CA in both steps of the plan.',
  })
}
