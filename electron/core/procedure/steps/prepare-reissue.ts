import { bytesToHex, concatBytes } from '../../../../shared/bytes.ts'
import { fail, OperationError } from '../../../../shared/failure.ts'
import { GATE_RULES } from '../../../../shared/gate/kinds.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import { formatName } from '../../../../shared/pki/names.ts'
import { buildTbsCertificate } from '../../../../shared/pki/tbs-certificate.ts'
import type { ProposedReissue } from '../../../../shared/procedure/outputs.ts'
import {
  itemOfReissue,
  MOST_AT_ONCE,
  type RefusedRequest,
  type Reissue,
  type ReissueItem,
} from '../../../../shared/reissue/document.ts'
import { toInstant } from '../../clock.ts'
import { digestOf } from '../../digest.ts'
import { admitFile, refusing } from '../../gate/gate.ts'
import { planReissue, type ReissuePlan } from '../../reissue/planned-reissue.ts'
import { type BundledRequest, readBundle } from '../../reissue/request-bundle.ts'
import { compareWithPlan, isAsPlanned } from '../../x509/comparison.ts'
import { lintCertificate } from '../../x509/lint/certificate-lint.ts'
import { authoritySlug, commonNameOf } from '../authority-name.ts'
import { assertNotRevoked } from '../issuers.ts'
import { findPlace } from '../key-place.ts'
import type { StepContext } from '../step-context.ts'

type Context = StepContext<'prepare-reissue'>

const MINUTE = 60_000
/** At most so many octets of random numbers are asked for at once. */
const RANDOM_AT_ONCE = 4096
const SERIAL = 16

interface Built {
  readonly item: ReissueItem
  readonly tbs: Uint8Array
  readonly rules: number
  readonly warnings: number
}

/**
 * Takes a file with many requests and builds the exact bytes of a certificate for each. What cannot be certified is set aside with its
 * reason; the document that people approve has the digest of all the others. Throws request-not-allowed where nothing is left.
 */
export async function prepareReissue(context: Context): Promise<ProposedReissue> {
  const { input, services, run, step, facility } = context
  const { artifacts, clock } = services.facility
  if (input.kind !== 'file') throw fail('invalid-request', 'This step wants the file with the requests.')
  const notBefore = Math.floor(clock.now() / MINUTE) * MINUTE
  const plan = planReissue(facility, artifacts, run.plan, step, notBefore)
  const { key } = plan.issuer
  assertNotRevoked(facility, key.name)
  findPlace(key, context.token(step.token).name)
  const file = admitFile(input.path, ['requests'])
  const { requests, refused } = refusing(file, () => readBundle(file.bytes, MOST_AT_ONCE))
  const aside: RefusedRequest[] = [...refused]
  const serials = await hsmSerials(context, requests.length)
  const names = new Set([
    ...facility.keys.keys(),
    ...facility.certificates.map(({ subject }) => authoritySlug(commonNameOf(subject))),
  ])
  const built: Built[] = []
  for (const [index, request] of requests.entries()) {
    services.progress(`Building certificate ${String(index + 1)} of ${String(requests.length)}`)
    const made = attempt(() => {
      const one = build(plan, request, serials[index] ?? new Uint8Array(), clock.now())
      takeName(names, one.item.subject)
      return one
    })
    if (typeof made === 'string') aside.push({ position: request.position, line: request.line, why: made })
    else built.push(made)
  }
  const [first] = built
  aside.sort((one, other) => one.position - other.position)
  if (first === undefined)
    throw fail('request-not-allowed', `None of these requests can be certified. The first: ${aside[0]?.why ?? ''}`, {
      remedy: 'Ask their senders for others.',
    })
  const list = { type: 'conclave-reissue-list/v1', items: built.map(({ item }) => item), refused: aside } as const
  const document: Reissue = {
    type: 'conclave-reissue/v1',
    issuer: key.name,
    spki: key.spki,
    profile: plan.profile.profile,
    signatureAlgorithm: signatureOf(plan, requests),
    requests: { fileName: file.name, sha256: artifacts.put(file.bytes).sha256, size: file.bytes.length },
    list: artifacts.put(canonicalBytes(list)).sha256,
    pack: artifacts.put(concatBytes(...built.map(({ tbs }) => tbs))).sha256,
    count: built.length,
    refused: aside.length,
    notBefore: toInstant(plan.notBefore),
    notAfter: toInstant(plan.notAfter),
    lint: {
      rules: first.rules,
      warnings: built.reduce((sum, { warnings }) => sum + warnings, 0),
      checkedAgainst: plan.profile.checkedAgainst,
    },
    why: plan.why,
  }
  artifacts.put(canonicalBytes(document))
  return { item: itemOfReissue(document), reissue: document }
}

export const REQUESTS_LIMIT = GATE_RULES.requests.maxBytes

function signatureOf(plan: ReissuePlan, [first]: readonly BundledRequest[]): Reissue['signatureAlgorithm'] {
  const planned = first === undefined ? null : plan.certificate(first)
  if (planned === null) throw fail('request-not-allowed', 'The first of these requests names nobody.')
  return planned.signatureAlgorithm
}

function build(plan: ReissuePlan, from: BundledRequest, random: Uint8Array, at: number): Built {
  const planned = plan.certificate(from)
  if (planned === null)
    throw fail('request-not-allowed', 'Its subject has no common name, or attributes that are never certified here.')
  const serial = concatBytes(Uint8Array.of(1), random)
  const tbs = buildTbsCertificate({ ...planned, serial })
  if (!isAsPlanned(compareWithPlan(planned, tbs)))
    throw fail(
      'tbs-mismatch',
      'The bytes that were built do not say what the plan says, read by an independent parser.',
    )
  const lint = lintCertificate(tbs, {
    kind: planned.profile.kind,
    at,
    issuer: plan.issuer.der,
    checkedAgainst: planned.profile.checkedAgainst,
  })
  const errors = lint.findings.filter(({ severity }) => severity === 'error')
  if (errors.length > 0)
    throw fail(
      'lint-failed',
      `It breaks: ${errors.map(({ message, citation }) => `${message} (${citation})`).join('; ')}.`,
    )
  return {
    item: {
      position: from.position,
      request: digestOf(from.request.der),
      subject: formatName(planned.subject),
      serial: bytesToHex(serial),
      subjectKey: digestOf(planned.subjectPublicKey),
      tbs: digestOf(tbs),
      size: tbs.length,
    },
    tbs,
    rules: lint.rules,
    warnings: lint.findings.length,
  }
}

/** Two authorities of one name could not stand in one hand-off; a new generation takes a new name (RFC 5280 §5). */
function takeName(names: Set<string>, subject: string): void {
  const name = authoritySlug(commonNameOf(subject))
  if (names.has(name))
    throw fail('request-not-allowed', 'There is a certificate or a key of its name already; it needs a new name.')
  names.add(name)
}

/** What is wrong with one request is a finding, and no failure of the step. */
function attempt<T>(work: () => T): T | string {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    return error.failure.message.slice(0, 1000)
  }
}

/** C_GenerateRandom of the token that the step names, for which nobody has to log in. */
async function hsmSerials(context: Context, count: number): Promise<Uint8Array[]> {
  const { room } = context.services
  const { ref: token } = context.token(context.step.token)
  const hsm = room.isOpen(token) ? room.opened(token) : await room.locate(token)
  const serials: Uint8Array[] = []
  while (serials.length < count) {
    const length = Math.min(RANDOM_AT_ONCE, (count - serials.length) * SERIAL)
    const { random } = await hsm.call('random.generate', { token, length })
    for (let at = 0; at < length; at += SERIAL) serials.push(random.slice(at, at + SERIAL))
  }
  return serials
}
