import type { ReactElement } from 'react'

import type { IncidentView, ScoreView, TrendPointView } from '../../../shared/ipc/contract/incidents.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { spanWords } from '../../ui/clock-face.ts'
import type { DrillTime } from '../../ui/drill-scale.ts'
import { DrillScore } from '../../ui/drill-score.tsx'
import { DrillTrend } from '../../ui/drill-trend.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import styles from './incident-pages.module.css'
import { ReportPart } from './report-part.tsx'
import { drillPoints } from './trend-points.ts'

/** How it went against what was wanted and against earlier drills, and the report that is written from it. */
export function ScorePage({ incident }: { readonly incident: IncidentView }): ReactElement {
  const { run } = incident
  const { value, failure } = useReading('incident.score', { run })
  return (
    <div className={styles['page']}>
      <h1 className="visually-hidden">Score and report</h1>
      {failure !== null && <FailureNote failure={failure} />}
      {value !== undefined && (
        <div className={styles['two']}>
          <Score score={value.score} isDrill={incident.drill} />
          <Decisions score={value.score} trend={value.trend} decided={incident.decisions} />
        </div>
      )}
      <ReportPart incident={incident} />
    </div>
  )
}

function Score({ score, isDrill }: { readonly score: ScoreView; readonly isDrill: boolean }): ReactElement {
  const { recovery } = score
  const parts = [
    { title: 'Targets of the playbook', times: score.targets },
    { title: 'Clocks of the rules', times: score.clocks },
    { title: 'Acts', times: score.acts },
  ].map(({ title, times }) => ({ title, times: times.filter(isScored).map(drillTime) }))
  return (
    <Section
      title={isDrill ? 'Score' : 'Against the targets'}
      note={isDrill ? 'from the log, and what played ceremonies would take' : 'all from the log, none by hand'}
    >
      <p className={styles['count']}>
        <b>
          {score.met} of {score.of}
        </b>
        met.
        <span className="muted">
          {recovery.took === null ? 'Not recovered yet' : `Recovered in ${spanWords(recovery.took)}`}, target{' '}
          {spanWords(recovery.allowed)}.
        </span>
      </p>
      {parts.map(
        ({ title, times }) =>
          times.length > 0 && (
            <div key={title} className={styles['scored']}>
              <h3>{title}</h3>
              <DrillScore label={title} times={times} />
            </div>
          ),
      )}
    </Section>
  )
}

type Timed = ScoreView['targets'][number]

/** What is open or not needed has no bar. */
function isScored({ verdict }: Timed): boolean {
  return verdict === 'met' || verdict === 'missed'
}

function drillTime({ id, title, allowed, took }: Timed): DrillTime {
  return { id: `${id} ${title}`, name: title, target: allowed, measured: took }
}

const VERDICTS = {
  met: { tone: 'ok', word: 'as expected' },
  missed: { tone: 'attention', word: 'otherwise' },
  open: { tone: 'next', word: 'open' },
  'not-needed': { tone: 'off', word: 'not needed' },
} as const

function titleOf(decided: IncidentView['decisions'], step: string): string | undefined {
  return decided.find((each) => each.step === step)?.title
}

function Decisions({
  score,
  trend,
  decided,
}: {
  readonly decided: IncidentView['decisions']
  readonly score: ScoreView
  readonly trend: readonly TrendPointView[]
}): ReactElement {
  return (
    <div className={styles['stack']}>
      <DrillTrend
        title="Recovery in drills of this playbook"
        note={trend.length === 0 ? 'none signed off yet' : String(trend.length)}
        points={drillPoints(trend)}
      />
      {score.decisions.length > 0 && (
        <Section title="Decisions" note="against what the playbook expects">
          <ul>
            {score.decisions.map(({ step, title, expected, chosen, verdict }) => (
              <li key={step} className={styles['expected']}>
                <State tone={VERDICTS[verdict].tone}>{VERDICTS[verdict].word}</State>
                <span>{title}</span>
                <span className="muted">
                  {titleOf(decided, step) ?? chosen ?? 'not decided'}
                  {verdict === 'missed' && `, expected ${expected}`}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  )
}
