import type {
  DomainView,
  QuarantinedView,
  SentHandoffView,
  TransfersData,
} from '../../../shared/ipc/contract/transfers.ts'
import { spanWords } from '../../ui/clock-face.ts'
import type { HandoffLane, HandoffLink, HandoffState } from '../../ui/handoff-lane.ts'
import type { QuarantinedFile, TransfersView, WaitingHandoff } from './transfers-view.ts'
import { findingsOf, regionsOf } from './fleet-words.ts'

/** What core knows of everything that crossed the air gap, in the words of the page. `now`: milliseconds since the epoch. */
export function transfersWords(data: TransfersData, now: number): TransfersView {
  const waiting = data.domains.flatMap((domain) => waitingOf(domain, now))
  const kept = data.quarantine.filter(({ discarded }) => discarded === null)
  return {
    headline: headlineOf(data, waiting),
    sentence: sentenceOf(data, kept.length),
    lanes: data.domains.flatMap((domain) => (domain.handoffs.length === 0 ? [] : [laneOf(domain, now)])),
    regions: data.domains.flatMap(regionsOf),
    findings: data.domains.flatMap((domain) => findingsOf(domain)),
    waiting: waiting.toSorted((a, b) => b.share - a.share),
    quarantine: data.quarantine.map(quarantinedOf),
  }
}

function headlineOf({ domains }: TransfersData, waiting: readonly WaitingHandoff[]): string {
  const alarms = domains.flatMap(({ statuses }) => statuses.flatMap(({ findings }) => findings)).filter(isAlarm).length
  if (alarms > 0) return `The fleet reports ${alarms === 1 ? 'an alarm' : `${alarms} alarms`}`
  if (domains.every(({ handoffs }) => handoffs.length === 0)) return 'Nothing has left the room yet'
  const late = waiting.filter(({ tone }) => tone === 'attention' || tone === 'danger').length
  if (waiting.length === 0) return 'Every hand-off that left was answered'
  const waits = waiting.length === 1 ? 'One hand-off waits' : `${waiting.length} hand-offs wait`
  return `${waits} for a receipt${late === 0 ? '' : `, ${late === 1 && waiting.length === 1 ? 'too long' : `${late} too long`}`}`
}

function isAlarm({ severity }: { readonly severity: string }): boolean {
  return severity === 'alarm'
}

function sentenceOf({ domains }: TransfersData, kept: number): string {
  const last = domains
    .flatMap(({ domain, handoffs }) => handoffs.slice(-1).map((handoff) => ({ domain, handoff })))
    .toSorted((a, b) => b.handoff.signedAt.localeCompare(a.handoff.signedAt))[0]
  const signed =
    last === undefined
      ? 'A ceremony that issues something ends with a signed hand-off.'
      : `Last signed: ${last.domain} no. ${last.handoff.sequence} on ${minuteOf(last.handoff.signedAt)} by ${last.handoff.signers.join(' and ')}.`
  if (kept === 0) return signed
  return `${signed} ${kept === 1 ? 'One file lies' : `${kept} files lie`} in quarantine.`
}

function laneOf(view: DomainView, now: number): HandoffLane {
  const { domain, epoch, threshold, keys, handoffs } = view
  const last = handoffs.at(-1)
  const links: HandoffLink[] = handoffs.map((handoff) => ({
    sequence: handoff.sequence,
    carries: carriesOf(handoff),
    heartbeat: handoff.actions.length === 0,
    at: handoff.signedAt,
    state: stateOf(view, handoff, now),
    chained: handoff.chained,
  }))
  if (last !== undefined) {
    const next = { sequence: last.sequence + 1, carries: 'next', heartbeat: false, at: last.nextExpectedBy }
    links.push({ ...next, state: 'due', chained: true })
  }
  return { domain, note: `epoch ${epoch}, ${threshold} of ${keys} keys`, links }
}

const CARRIES = [
  ['distrust', 'distrust'],
  ['remove_anchor', 'anchor out'],
  ['revoke', 'revocation'],
  ['taint_issuer', 'taint'],
  ['disable_issuer', 'freeze'],
  ['add_anchor', 'new anchor'],
  ['install_issuer', 'new issuer'],
  ['set_default_issuer', 'issuer'],
  ['publish_crl', 'CRL'],
] as const

/** The gravest thing that it tells the fleet, in a word or two. */
export function carriesOf({ actions }: Pick<SentHandoffView, 'actions'>): string {
  const found = CARRIES.find(([kind]) => actions.some((action) => action.kind === kind))
  return found?.[1] ?? 'heartbeat'
}

/** From the last receipt of each receiver; what nobody can answer is not known. */
export function stateOf(
  { receivers }: Pick<DomainView, 'receivers'>,
  handoff: SentHandoffView,
  now: number,
): HandoffState {
  const { receipts, missing, exportedTo, nextExpectedBy } = handoff
  const last = new Map(receipts.map(({ receiver, result }) => [receiver, result]))
  if ([...last.values()].some((result) => result !== 'applied')) return 'refused'
  if (missing.length > 0) return exportedTo !== null && Date.parse(nextExpectedBy) < now ? 'overdue' : 'waiting'
  return receivers.length > 0 && receipts.length > 0 ? 'verified' : 'unknown'
}

function waitingOf(view: DomainView, now: number): WaitingHandoff[] {
  return view.handoffs.flatMap((handoff) => {
    const state = stateOf(view, handoff, now)
    if (state !== 'waiting' && state !== 'overdue' && state !== 'refused') return []
    const [from, to] = [Date.parse(handoff.signedAt), Date.parse(handoff.nextExpectedBy)]
    return [
      {
        domain: view.domain,
        sequence: handoff.sequence,
        tone: state === 'waiting' ? 'waiting' : state === 'overdue' ? 'attention' : 'danger',
        left:
          state === 'refused'
            ? 'not applied'
            : to > now
              ? `${spanWords(to - now)} left`
              : `${spanWords(now - to)} overdue`,
        text: waitingText(handoff),
        digest: handoff.manifest,
        share: to > from ? Math.max(0, (now - from) / (to - from)) : 1,
      },
    ]
  })
}

function waitingText({ receipts, missing, exportedTo, signedAt, nextExpectedBy }: SentHandoffView): string {
  const said = receipts.at(-1)
  const stopped =
    said === undefined || said.result === 'applied' ? '' : `${said.receiver}: ${said.reason ?? said.result}. `
  const left =
    exportedTo === null
      ? `Signed ${minuteOf(signedAt)}; no export of it is in the log yet.`
      : `Signed ${minuteOf(signedAt)}. The next one is expected by ${minuteOf(nextExpectedBy)}.`
  return `${stopped}${missing.length === 0 ? '' : `No receipt of ${missing.join(', ')}. `}${left}`
}

function quarantinedOf(file: QuarantinedView): QuarantinedFile {
  const { index, name, code, message, medium, time, size, sha256, discarded } = file
  const from = `${minuteOf(time)}, from ${medium}, ${size.toLocaleString('en')} bytes, entry ${index.toLocaleString('en')}.`
  return {
    id: String(index),
    name,
    code,
    tone: discarded === null ? 'danger' : 'off',
    text: message,
    from,
    copy: discarded === null ? sha256 : null,
    ended:
      discarded === null
        ? sha256 === null
          ? 'No copy was kept.'
          : null
        : `The copy was destroyed ${minuteOf(discarded.time)} by ${discarded.by}: ${discarded.reason}`,
  }
}

export function minuteOf(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')}Z`
}
