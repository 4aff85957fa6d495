import { equalBytes, hexToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { isPlace } from '../../../shared/facility/keys.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { canonicalJson } from '../../../shared/ledger/canonical-json.ts'
import type { EntryOf, Intent } from '../../../shared/ledger/entries.ts'
import { assembleCertificate } from '../../../shared/pki/certificate.ts'
import { formatName } from '../../../shared/pki/names.ts'
import { buildTbsCertificate } from '../../../shared/pki/tbs-certificate.ts'
import type { ProposedReissue, StepOutput } from '../../../shared/procedure/outputs.ts'
import { outputOf, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import { MOST_AT_ONCE, type Reissue } from '../../../shared/reissue/document.ts'
import { toInstant } from '../clock.ts'
import { digestOf } from '../digest.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { assertApproved } from '../procedure/approvals.ts'
import { referredStep } from '../procedure/referred-step.ts'
import { listedCertificates, readReissueList } from '../reissue/approved-list.ts'
import { planReissue } from '../reissue/planned-reissue.ts'
import { readBundle } from '../reissue/request-bundle.ts'
import { describeCertificate } from '../x509/certificate.ts'
import { verifyCertificateSignature, verifySignatureOverTbs } from '../x509/verify.ts'
import { runOf, stepOf } from './wording.ts'

interface Place {
  readonly state: FacilityState
  readonly run: RunState
  readonly step: StepState
  readonly artifacts: ArtifactReader
}

type ManyIntent = Extract<Intent, { action: 'sign-many' }>

/**
 * What is to be signed is built again, from the plan and the requests exactly as they came: every byte of it is what the document says.
 * Throws log-inconsistent, tbs-mismatch.
 */
export function checkReissue(
  entry: EntryOf<'step-done'>,
  { reissue: document }: ProposedReissue,
  { state, run, step, artifacts }: Place,
): void {
  if (step.step.kind !== 'prepare-reissue') throw fail('log-inconsistent', 'Its step prepares no certificates.')
  const plan = planReissue(state, artifacts, run.plan, step.step, Date.parse(document.notBefore))
  const listed = listedCertificates(artifacts, document)
  const { refused } = readReissueList(artifacts, document)
  const { key } = plan.issuer
  const isPlanned =
    document.issuer === key.name &&
    document.spki === key.spki &&
    document.profile === plan.profile.profile &&
    document.why === plan.why &&
    document.refused === refused.length &&
    document.notAfter === toInstant(plan.notAfter) &&
    document.notBefore <= entry.time
  if (!isPlanned) throw untrue('its plan says something else')
  const bundle = readBundle(artifacts.get(document.requests.sha256), MOST_AT_ONCE)
  for (const { item, tbs } of listed) {
    const from = bundle.requests.find(({ position }) => position === item.position)
    const planned = from === undefined ? null : plan.certificate(from)
    if (from === undefined || planned === null) throw untrue(`there is no good request ${String(item.position)}`)
    const isSame =
      equalBytes(buildTbsCertificate({ ...planned, serial: hexToBytes(item.serial) }), tbs) &&
      item.subject === formatName(planned.subject) &&
      item.request === digestOf(from.request.der) &&
      item.subjectKey === digestOf(from.request.publicKey) &&
      document.signatureAlgorithm === planned.signatureAlgorithm
    if (!isSame) throw fail('tbs-mismatch', `The bytes of ${item.subject} are not what its plan and its request make.`)
  }
}

/** The HSM is asked for a part of an approved list, in its order. Throws quorum-not-met, approval-for-other-bytes. */
export function checkManyIntent(
  intent: ManyIntent,
  state: FacilityState,
  run: RunState,
  step: StepState,
  artifacts: ArtifactReader,
): void {
  const { item, document } = approvedReissue({ state, run, step, artifacts })
  const key = state.keys.get(intent.signer)
  const isKnown = key?.spki === intent.key && isPlace(key, intent.token, intent.id)
  const isOf = intent.signer === document.issuer && intent.key === document.spki
  if (!isKnown || !isOf || intent.algorithm !== document.signatureAlgorithm)
    throw otherBytes('the key is not the one that was approved')
  const listed = listedCertificates(artifacts, document).slice(intent.from, intent.from + intent.items.length)
  const wanted = listed.map(({ item: { tbs, size, subject, serial, subjectKey } }) => {
    return { tbs, size, subject, serial, subjectKey }
  })
  if (canonicalJson(intent.item) !== canonicalJson(item) || canonicalJson(intent.items) !== canonicalJson(wanted))
    throw otherBytes('nobody approved these bytes')
  const isTwice = step.intents.some(
    ({ intent: other, outcome }) =>
      other.action === 'sign-many' &&
      (outcome === 'recorded' || outcome === 'unknown') &&
      other.from < intent.from + intent.items.length &&
      intent.from < other.from + other.items.length,
  )
  if (isTwice) throw otherBytes('some of it was signed already')
}

/** Every signature that came back is of the approved bytes by the approved key. Throws signature-invalid. */
export function checkManyEffect(
  entry: EntryOf<'effect-recorded'>,
  signatures: readonly string[],
  state: FacilityState,
  artifacts: ArtifactReader,
): void {
  const run = runOf(state, entry.run)
  const step = stepOf(run, entry.step)
  const intent = step?.intents.find(({ index }) => index === entry.data.intent)?.intent
  if (run === undefined || step === undefined || intent?.action !== 'sign-many')
    throw fail('log-inconsistent', 'It is not the effect of its intent.')
  const { document } = approvedReissue({ state, run, step, artifacts })
  const listed = listedCertificates(artifacts, document)
  const spki = artifacts.get(intent.key)
  for (const [index, signature] of signatures.entries()) {
    const tbs = listed[intent.from + index]?.tbs ?? new Uint8Array()
    if (!verifySignatureOverTbs(tbs, document.signatureAlgorithm, hexToBytes(signature), spki))
      throw fail('signature-invalid', `A recorded signature of ${intent.signer} does not verify.`)
  }
}

/** Approved bytes and recorded signatures, put together again, are the certificates, all of them. Throws tbs-mismatch. */
export function checkReissued(output: StepOutput<'reissue-many'>, place: Place): void {
  const { step, artifacts } = place
  const { item, document } = approvedReissue(place)
  const isTrue =
    output.reissue === item.tbs &&
    output.signingKey === document.issuer &&
    output.profile === document.profile &&
    output.notBefore === document.notBefore &&
    output.notAfter === document.notAfter &&
    output.certificates.length === document.count
  if (!isTrue) throw fail('log-inconsistent', 'The entry says something else than the approved document.')
  const signatures = recordedSignatures(step)
  const spki = artifacts.get(document.spki)
  for (const [index, { item: listed, tbs }] of listedCertificates(artifacts, document).entries()) {
    const certificate = artifacts.get(output.certificates[index] ?? '')
    const signature = hexToBytes(signatures.get(index) ?? '')
    if (!equalBytes(assembleCertificate(tbs, document.signatureAlgorithm, signature), certificate))
      throw fail('tbs-mismatch', `The certificate of ${listed.subject} is not the approved bytes with its signature.`)
    const read = describeCertificate(certificate)
    if (read.serial !== listed.serial || read.subject !== listed.subject || read.spki !== listed.subjectKey)
      throw fail('log-inconsistent', 'The list describes a certificate otherwise than it is.')
    if (!verifyCertificateSignature(certificate, spki))
      throw fail('signature-invalid', `OpenSSL does not verify the certificate of ${listed.subject}.`)
  }
}

/** By place in the list. */
function recordedSignatures({ intents }: StepState): Map<number, string> {
  const found = new Map<number, string>()
  for (const { intent, outcome, effect } of intents)
    if (intent.action === 'sign-many' && outcome === 'recorded' && effect?.action === 'sign-many')
      for (const [index, signature] of effect.signatures.entries()) found.set(intent.from + index, signature)
  return found
}

function approvedReissue({ state, run, step: { step }, artifacts }: Place): {
  item: ProposedReissue['item']
  document: Reissue
} {
  if (step.kind !== 'reissue-many') throw fail('log-inconsistent', 'Its step signs no list.')
  const { item, reissue } = outputOf(run, referredStep(run, step.reissue).step.id, 'prepare-reissue')
  assertApproved(state, run, referredStep(run, step.approval), item, artifacts.get(item.tbs))
  return { item, document: reissue }
}

function otherBytes(why: string): Error {
  return fail('approval-for-other-bytes', `The HSM was asked for something that was not approved: ${why}.`)
}

function untrue(why: string): Error {
  return fail('log-inconsistent', `What is to be signed is not what the step says: ${why}.`)
}
