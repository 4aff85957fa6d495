import type { Cell } from '../../../shared/ipc/contract/facility.ts'
import { type AirGap, airGapVerdict } from '../../../shared/room/air-gap.ts'

const LOOK = {
  open: { state: 'Network is up', tone: 'danger' },
  unknown: { state: 'Not known', tone: 'unknown' },
  attention: { state: 'Look', tone: 'attention' },
  ok: { state: 'Sealed', tone: 'ok' },
} as const

/** The worst that was read; its findings are the evidence, worst first. */
export function airGapCell(airGap: AirGap, practice: boolean): Cell {
  const cell = { id: 'air-gap', label: 'Air gap' } as const
  const verdict = airGapVerdict(airGap)
  const evidence = (['open', 'unknown', 'attention', 'ok'] as const).flatMap((severity) =>
    airGap.findings.filter((finding) => finding.severity === severity).map(({ words }) => words),
  )
  if (practice && verdict !== 'ok') {
    return {
      ...cell,
      state: 'Not needed',
      tone: 'off',
      evidence: ['A practice facility may be used on a networked machine.', ...evidence],
    }
  }
  const advice = verdict === 'open' ? ['Unplug it before anything is signed.'] : []
  return { ...cell, ...LOOK[verdict], evidence: [...advice, ...evidence] }
}
