import { receiptsOf, receiversOf } from '../../../shared/facility/reports.ts'
import type { FacilityState, SignedHandoff } from '../../../shared/facility/state.ts'
import { wantedWords } from '../../../shared/gate/kinds.ts'
import type { QuarantinedFile } from '../../../shared/gate/quarantine.ts'
import { type HandoffManifest, handoffManifest } from '../../../shared/handoff/manifest.ts'
import type {
  DomainView,
  QuarantinedView,
  SentHandoffView,
  TransfersData,
} from '../../../shared/ipc/contract/transfers.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { FacilityConsole } from '../console.ts'
import { findPerson } from '../people/find-person.ts'
import { viewDigest } from './pieces.ts'
import { viewHandoffRef, viewReceipt, viewReceiver, viewStatus } from './report-bodies.ts'

/** As many hand-offs of a domain as somebody looks at; the others are in the log. */
const MOST = 60

export function viewTransfers(session: FacilityConsole): TransfersData {
  const { state } = session.facility
  const domains = new Set([
    ...state.handoffs.map(({ draft }) => draft.domain),
    ...[...state.receivers.values()].filter(({ removedAt }) => removedAt === null).map(({ domain }) => domain),
  ])
  return {
    domains: [...domains].toSorted().map((domain) => viewDomain(session, domain)),
    quarantine: viewQuarantine(state),
  }
}

export function viewQuarantine(state: FacilityState): QuarantinedView[] {
  return state.quarantine.map((file) => viewQuarantined(state, file)).toReversed()
}

function viewQuarantined(state: FacilityState, file: QuarantinedFile): QuarantinedView {
  const { index, time, name, medium, size, sha256, wanted, code, message, run, discarded } = file
  return {
    index,
    time,
    name,
    medium,
    size,
    code,
    message,
    run,
    sha256: sha256 === null ? null : viewDigest(sha256),
    wanted: wantedWords(wanted),
    discarded: discarded && {
      time: discarded.time,
      by: findPerson(state, discarded.person).name,
      reason: discarded.reason,
    },
  }
}

function viewDomain({ facility, library }: FacilityConsole, domain: string): DomainView {
  const { state, artifacts } = facility
  const all = state.handoffs.filter(({ draft }) => draft.domain === domain)
  const shown = all.slice(-MOST)
  const receivers = receiversOf(state, domain)
  const last = all.at(-1)
  return {
    domain,
    epoch: last?.draft.epoch ?? 0,
    threshold: last?.draft.threshold ?? 0,
    keys: last?.draft.signers.length ?? 0,
    receivers: receivers.map(viewReceiver),
    handoffs: shown.map((handoff, place) => {
      const before = all[all.length - shown.length + place - 1]
      const manifest = handoffManifest.parse(parseCanonical(artifacts.get(handoff.draft.manifest)))
      return viewSent(state, handoff, { manifest, before })
    }),
    omitted: all.length - shown.length,
    statuses: receivers.flatMap(({ name }) => {
      const report = state.reports.findLast((one) => one.kind === 'status' && one.output.receiver === name)
      return report?.kind === 'status' ? [viewStatus(report, library)] : []
    }),
  }
}

interface Chain {
  readonly manifest: HandoffManifest
  readonly before: SignedHandoff | undefined
}

function viewSent(state: FacilityState, handoff: SignedHandoff, { manifest, before }: Chain): SentHandoffView {
  const { draft, run, signatures, exported } = handoff
  const kinds = [...new Set(manifest.actions.map(({ kind }) => kind))]
  const receipts = receiptsOf(state, draft.manifest)
  return {
    ...viewHandoffRef(handoff),
    run,
    actions: kinds.map((kind) => ({ kind, count: manifest.actions.filter((action) => action.kind === kind).length })),
    chained: manifest.previous_manifest_sha256 === (before?.draft.manifest ?? null),
    signers: signatures.map(({ signer }) => signer),
    exportedTo: exported === null ? null : exported.destination,
    expiresAt: manifest.expires_at,
    nextExpectedBy: manifest.next_expected_by,
    receipts: receipts.map(({ index, time, run: taken, ...output }) =>
      viewReceipt({ kind: 'receipt', index, time, run: taken, output }),
    ),
    missing: receiversOf(state, draft.domain)
      .filter(({ name }) => !hasAnswered(state, name, draft.sequence))
      .map(({ name }) => name),
  }
}

/** This one, or a later one: a receiver takes no number before those below it. */
function hasAnswered({ reports }: FacilityState, receiver: string, sequence: number): boolean {
  return reports.some(
    (report) => report.kind === 'receipt' && report.output.receiver === receiver && report.output.sequence >= sequence,
  )
}
