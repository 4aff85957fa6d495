import { createHash } from 'node:crypto'
import { sha256Hex, toBase64, utf8ToBytes } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import { type FacilityState, isPractice } from '../../../../shared/facility/state.ts'
import { LOG_POLICY_PATH } from '../../../../shared/handoff/names.ts'
import { SIGNATURE_FOR_KEY } from '../../../../shared/pki/algorithms.ts'
import { outputOf } from '../../../../shared/procedure/run-state.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { toInstant } from '../../clock.ts'
import { buildHandoff } from '../../handoff/build.ts'
import { signedAttributes } from '../../handoff/cms.ts'
import { fleetOrders, lastHandoff } from '../fleet-orders.ts'
import { isSelfSigned, type Standing } from '../fleet-authorities.ts'
import { authorityPieces, signerCertificates } from '../handoff-pieces.ts'
import { findKey } from '../issuers.ts'
import type { StepContext } from '../step-context.ts'
import { approvedOrders, signedOrders } from './orders.ts'

const DAY = 86_400_000

/** Puts the hand-off together and, for each signer, the exact CMS attributes that will be signed over its manifest. */
export function buildHandoffStep(context: StepContext<'build-handoff'>): StepOutput<'build-handoff'> {
  const { services, step, facility: state, run } = context
  const { facility } = services
  const { artifacts } = facility
  const now = Math.floor(facility.clock.now() / 1000) * 1000
  const domain = context.value(step.domain)
  const earlier = state.handoffs.filter((handoff) => handoff.draft.domain === domain)
  const signers = signerCertificates(
    state,
    artifacts,
    step.signers.map((name) => context.value(name)),
  )
  const orders = approvedOrders(context)
  const { standing, orders: told } = fleetOrders(
    state,
    artifacts,
    [...signedOrders(state), ...orders],
    lastHandoff(earlier, artifacts),
    toInstant(now),
  )
  refuseNoAnchor(state, standing)
  const { size, root, note } = facility.checkpoint()
  const handoff = buildHandoff({
    practice: isPractice(state),
    domain,
    epoch: 1,
    sequence: earlier.length + 1,
    previousManifestSha256: earlier.at(-1)?.draft.manifest ?? null,
    issuedAt: toInstant(now),
    nextExpectedBy: toInstant(now + step['next-expected-days'] * DAY),
    timeSource: 'host clock, compared with a reference in this run',
    ceremonyId: `${state.founded.origin}/${run.id}`,
    logCheckpoint: { origin: state.founded.origin, size, root: toBase64(root) },
    inReplyTo: run.steps.flatMap((other) =>
      other.step.kind === 'import-request' && other.status === 'done'
        ? [outputOf(run, other.step.id, 'import-request').request]
        : [],
    ),
    authorities: authorityPieces(state, artifacts, standing),
    signers,
    threshold: step.threshold,
    orders: told,
    extra: [
      { path: 'log/checkpoint', bytes: utf8ToBytes(note), mediaType: 'text/plain', kind: 'log' },
      { path: LOG_POLICY_PATH, bytes: utf8ToBytes(logPolicy(state)), mediaType: 'text/plain', kind: 'log' },
    ],
  })
  for (const file of handoff.files) artifacts.put(file.bytes)
  const contentSha384 = new Uint8Array(createHash('sha384').update(handoff.manifestBytes).digest())
  return {
    domain,
    epoch: 1,
    sequence: earlier.length + 1,
    manifest: artifacts.put(handoff.manifestBytes).sha256,
    folderName: handoff.name,
    fileCount: handoff.files.length,
    threshold: step.threshold,
    expiresAt: handoff.manifest.expires_at,
    orders,
    signers: signers.map(({ name, certificate }) => {
      const key = findKey(state, name)
      const attributes = signedAttributes({
        contentSha384,
        signingTime: toInstant(now),
        signerCertificate: certificate,
      })
      return {
        name,
        item: {
          kind: 'cms-signed-attributes',
          tbs: artifacts.put(attributes).sha256,
          size: attributes.length,
          key: key.spki,
        },
        certificate: sha256Hex(certificate),
        signatureAlgorithm: SIGNATURE_FOR_KEY[key.algorithm],
      }
    }),
  }
}

/** Whose log the proof beside the manifest leads to (C2SP tlog-policy). The signers vouch for the key, not the log itself. */
function logPolicy({ founded }: FacilityState): string {
  return `log ${founded.logKey}\nquorum none\n`
}

/** A fleet without any trust anchor refuses everything and everybody, at once. */
function refuseNoAnchor(state: FacilityState, standing: readonly Standing[]): void {
  const anchors = standing.filter(({ certificate }) => certificate !== null && isSelfSigned(state, certificate))
  if (anchors.length > 0) return
  throw fail(
    'hierarchy-invalid',
    'After this hand-off the fleet would have no trust anchor at all. It was not built.',
    {
      remedy: 'Make the new root first, and hand it over together with the order to distrust the old one.',
    },
  )
}
