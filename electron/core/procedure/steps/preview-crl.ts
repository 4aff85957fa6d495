import { hexToBytes } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import { latestCrl } from '../../../../shared/facility/state.ts'
import { SIGNATURE_FOR_KEY } from '../../../../shared/pki/algorithms.ts'
import { type CrlFields, readTbsCrlFields } from '../../../../shared/pki/crl-fields.ts'
import { checkCrlSuccession } from '../../../../shared/pki/crl-succession.ts'
import { formatName } from '../../../../shared/pki/names.ts'
import type { CrlEntry } from '../../../../shared/pki/crl-entry-writer.ts'
import { buildTbsCrl } from '../../../../shared/pki/tbs-crl.ts'
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
  const thisUpdate = await secondAfter(clock, last === null ? null : Date.parse(last.thisUpdate))
  const number = (last?.number ?? 0) + 1
  const tbs = buildTbsCrl({
    issuer: issuer.fields.name,
    keyIdentifier: issuer.fields.keyIdentifier,
    number: BigInt(number),
    thisUpdate,
    nextUpdate: Math.min(thisUpdate + rules.nextUpdateDays * DAY, issuer.fields.notAfter),
    entries: previous === null ? [] : carriedOver(previous),
    signatureAlgorithm: SIGNATURE_FOR_KEY[issuer.key.algorithm],
  })
  const fields = readTbsCrlFields(tbs)
  assertFollows(fields, previous, issuer)
  const lint = lintPlannedCrl(services.facility, tbs, issuer)
  return {
    type: 'crl',
    item: { kind: 'crl', tbs: artifacts.put(tbs).sha256, size: tbs.length, key: issuer.key.spki },
    signingKey: issuer.key.name,
    signatureAlgorithm: SIGNATURE_FOR_KEY[issuer.key.algorithm],
    issuer: formatName(issuer.fields.name),
    number,
    thisUpdate: toInstant(thisUpdate),
    nextUpdate: toInstant(fields.nextUpdate?.milliseconds ?? thisUpdate),
    entries: previous === null ? 0 : [...previous.entries()].length,
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

function* carriedOver(previous: CrlFields): Generator<CrlEntry> {
  for (const entry of previous.entries()) {
    yield {
      serial: hexToBytes(entry.serial),
      revocationDate: entry.revocationDate.milliseconds,
      reason: entry.reason ?? 'unspecified',
      ...(entry.invalidityDate === undefined ? {} : { invalidityDate: entry.invalidityDate.milliseconds }),
    }
  }
}
