import type { DomainView } from '../../../shared/ipc/contract/transfers.ts'
import { hrefTo } from '../../route.ts'
import type { ListedFinding } from '../../ui/finding-list.tsx'
import type { Pip } from '../../ui/pips.tsx'
import type { RegionRow } from './transfers-view.ts'

type Status = DomainView['statuses'][number]

/** What every region of every receiver runs, by the last report; a receiver that never reported has one row of its own. */
export function regionsOf(view: DomainView): RegionRow[] {
  const last = view.handoffs.at(-1)
  const lastSigned = last === undefined ? 'nothing yet' : `epoch ${last.epoch}, no. ${last.sequence}`
  const reported = view.statuses.flatMap((status) =>
    status.regions.map((region) => ({
      region: region.region,
      receiver: status.receiver,
      pips: pipsOf(view, region),
      runs: region.sequence === null ? 'no hand-off yet' : `epoch ${region.epoch ?? 0}, no. ${region.sequence}`,
      lastSigned,
      reportedAt: status.issuedAt,
      ...stateOf(status, region.region),
    })),
  )
  const silent = view.receivers.filter(({ name }) => !view.statuses.some(({ receiver }) => receiver === name))
  return [
    ...reported,
    ...silent.map(({ name }): RegionRow => ({
      region: `all of ${name}`,
      receiver: name,
      pips: view.handoffs.slice(-3).map((): Pip => 'unknown'),
      runs: 'not known',
      lastSigned,
      reportedAt: null,
      tone: 'unknown',
      state: 'Never reported',
    })),
  ]
}

function pipsOf({ handoffs }: DomainView, { epoch, sequence }: Status['regions'][number]): Pip[] {
  return handoffs
    .slice(-3)
    .map((handoff) => (sequence !== null && epoch === handoff.epoch && sequence >= handoff.sequence ? 'runs' : 'not'))
}

function stateOf({ findings }: Status, region: string): Pick<RegionRow, 'tone' | 'state'> {
  const of = findings.filter((finding) => finding.region === region)
  const alarms = of.filter(({ severity }) => severity === 'alarm').length
  if (alarms > 0) return { tone: 'danger', state: alarms === 1 ? '1 alarm' : `${alarms} alarms` }
  if (of.length > 0) return { tone: 'attention', state: of.length === 1 ? '1 warning' : `${of.length} warnings` }
  return { tone: 'ok', state: 'As it was signed' }
}

/** The findings of the last report of each receiver, alarms first. */
export function findingsOf({ domain, statuses }: DomainView): ListedFinding[] {
  return statuses.flatMap(({ receiver, findings, entry, issuedAt }) =>
    findings.map(({ playbook, ...finding }, place) => ({
      ...finding,
      id: `${domain} ${receiver} ${place}`,
      from: `${receiver}, ${issuedAt.slice(0, 16).replace('T', ' ')}Z, entry ${entry.toLocaleString('en')}`,
      playbook: playbook && { title: playbook.title, href: hrefTo('incidents', 'playbook', playbook.procedure) },
    })),
  )
}
