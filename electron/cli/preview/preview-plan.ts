import { hexToBytes, sha256Hex } from '../../../shared/bytes.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { ComparisonRow } from '../../../shared/ipc/contract/views.ts'
import { SIGNATURE_ALGORITHM_IDENTIFIER } from '../../../shared/pki/algorithm-identifiers.ts'
import { formatName } from '../../../shared/pki/names.ts'
import { bitString, sequence } from '../../../shared/pki/der.ts'
import { buildTbsCertificate } from '../../../shared/pki/tbs-certificate.ts'
import { type Plan, planDigest, resolveValue } from '../../../shared/procedure/plan.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import { toInstant } from '../../core/clock.ts'
import { planProfile } from '../../core/procedure/issuers.ts'
import { type CertificatePlan, planCertificate } from '../../core/procedure/planned-certificate.ts'
import { compareWithPlan } from '../../core/x509/comparison.ts'
import { lintCertificate } from '../../core/x509/lint/certificate-lint.ts'
import type { LintReport } from '../../core/x509/lint/rule.ts'
import { placeholderSpki } from './placeholder-key.ts'
import { blankRun, emptyFacility, Shelf } from './stand-ins.ts'

/** In place of 01 and 16 random bytes of the HSM. */
export const PLACEHOLDER_SERIAL = `01${'5a'.repeat(16)}`

const MINUTE = 60_000

export interface PreviewedCertificate {
  readonly step: string
  readonly number: number
  readonly title: string
  readonly profile: string
  readonly subject: string
  readonly rows: readonly ComparisonRow[]
  readonly lint: LintReport
  readonly tbs: Uint8Array
  readonly sha256: string
}

export interface PreviewInput {
  readonly plan: Plan
  /** What the facility replays to, for this preview alone: it is changed. Null: a production facility without any key. */
  readonly state: FacilityState | null
  readonly artifacts: { get(sha256: string): Uint8Array } | null
  readonly now: number
}

/** Every certificate of a plan as it would be built now, with placeholders for what only the ceremony brings. */
export function previewPlan({ plan, state: given, artifacts, now }: PreviewInput): PreviewedCertificate[] {
  const notBefore = Math.floor(now / MINUTE) * MINUTE
  const state = given ?? emptyFacility(toInstant(notBefore))
  const shelf = new Shelf(artifacts)
  const run = blankRun(plan, planDigest(plan), toInstant(notBefore))
  state.runs.set(run.id, run)
  return run.steps.flatMap((step): PreviewedCertificate[] => {
    if (step.step.kind === 'generate-key') standInForKey(state, run, step, step.step, shelf)
    if (step.step.kind === 'import-request') standInForRequest(run, step, shelf)
    if (step.step.kind !== 'preview-certificate') return []
    return [previewOne({ state, run, shelf, notBefore, now, isAlone: given === null }, step, step.step)]
  })
}

interface Context {
  readonly state: FacilityState
  readonly run: RunState
  readonly shelf: Shelf
  readonly notBefore: number
  readonly now: number
  readonly isAlone: boolean
}

function previewOne(
  context: Context,
  { number }: StepState,
  step: StepOf<'preview-certificate'>,
): PreviewedCertificate {
  const { state, run, shelf, notBefore, now } = context
  const certificatePlan = planned(context, step)
  const { profile } = certificatePlan.planned
  const tbs = buildTbsCertificate({ ...certificatePlan.planned, serial: hexToBytes(PLACEHOLDER_SERIAL) })
  standInForCertificate(state, run, shelf, certificatePlan, tbs, notBefore)
  return {
    step: step.id,
    number,
    title: step.title,
    profile: profile.profile,
    subject: formatName(certificatePlan.planned.subject),
    rows: compareWithPlan(certificatePlan.planned, tbs),
    lint: lintCertificate(tbs, {
      kind: profile.kind,
      at: now,
      issuer: certificatePlan.issuerDer,
      checkedAgainst: profile.checkedAgainst,
    }),
    tbs,
    sha256: sha256Hex(tbs),
  }
}

function planned(
  { state, run, shelf, notBefore, isAlone }: Context,
  step: StepOf<'preview-certificate'>,
): CertificatePlan {
  try {
    return planCertificate(state, shelf, run, step, notBefore)
  } catch (error) {
    if (!isAlone || !(error instanceof OperationError) || error.code !== 'key-not-found') throw error
    throw fail(
      'plan-invalid',
      `"${step.title}" is issued by ${resolveValue(run.plan, step.issuer)}, whose certificate only its facility has.`,
      {
        remedy: 'Give the facility with --facility DIR; it is only read.',
      },
    )
  }
}

function standInForKey(
  state: FacilityState,
  run: RunState,
  step: StepState,
  { name: field, algorithm }: StepOf<'generate-key'>,
  shelf: Shelf,
): void {
  const name = resolveValue(run.plan, field)
  const key = {
    name,
    token: { label: 'preview', serial: '' },
    tokenName: 'preview',
    id: '00',
    algorithm,
    spki: shelf.put(placeholderSpki(algorithm, name)),
  }
  const dossier = '0'.repeat(64)
  step.output = { key, dossier, backup: 'none', recovered: false }
  state.keys.set(name, {
    ...key,
    run: run.id,
    madeAt: run.openedAt,
    index: run.openedIndex,
    dossier,
    backup: 'none',
    places: [],
  })
}

/** Of the first kind of key that the profile of the certificate allows. */
function standInForRequest(run: RunState, step: StepState, shelf: Shelf): void {
  const user = run.steps.find(
    ({ step: other }) => other.kind === 'preview-certificate' && other['subject-key'] === `${step.step.id}.request`,
  )?.step
  if (user?.kind !== 'preview-certificate') return
  const [algorithm = 'ec-p384'] = planProfile(run.plan, user.profile).keyAlgorithms
  step.output = {
    fileName: 'request',
    request: '0'.repeat(64),
    subject: '',
    algorithm,
    spki: shelf.put(placeholderSpki(algorithm, 'request')),
  }
}

/** So that a later certificate of the same plan can be issued by this one. Its signature is empty. */
function standInForCertificate(
  state: FacilityState,
  run: RunState,
  shelf: Shelf,
  { planned: what, signingKey }: CertificatePlan,
  tbs: Uint8Array,
  notBefore: number,
): void {
  const der = sequence(tbs, SIGNATURE_ALGORITHM_IDENTIFIER[what.signatureAlgorithm], bitString(new Uint8Array(1)))
  const at = toInstant(notBefore)
  state.certificates.push({
    certificate: shelf.put(der),
    subject: formatName(what.subject),
    serial: PLACEHOLDER_SERIAL,
    notBefore: at,
    notAfter: toInstant(what.notAfter ?? notBefore + what.profile.validityDays * 86_400_000 - 1000),
    profile: what.profile.profile,
    subjectKey: sha256Hex(what.subjectPublicKey),
    signingKey,
    recovered: false,
    run: run.id,
    issuedAt: at,
    index: state.size,
  })
}
