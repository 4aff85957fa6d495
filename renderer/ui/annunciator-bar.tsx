import { Clapperboard } from 'lucide-react'
import type { ReactElement } from 'react'
import { Button as AriaButton, Link } from 'react-aria-components'

import styles from './annunciator-bar.module.css'
import { classNames } from './class-names.ts'
import { clockText } from './clock-text.ts'
import { Icon } from './icon.tsx'
import { Logo } from './logo.tsx'
import { Popover } from './popover.tsx'
import { StateGlyph, type Tone } from './state-glyph.tsx'
import { State } from './state.tsx'

export interface AnnunciatorCell {
  readonly id: string
  /** "Air gap" */
  readonly label: string
  /** The state in words: "Sealed" */
  readonly state: string
  /** Only attention and danger light up. */
  readonly tone: Tone
  /** What the state rests on, sentence by sentence. With it the cell opens. */
  readonly evidence: readonly string[]
}

/** An incident or drill that is open, with the time since it was declared. */
export interface AnnunciatorIncident {
  readonly id: string
  /** "Incident 7", "Drill 7" */
  readonly name: string
  /** ISO 8601 of UTC. */
  readonly since: string
  readonly drill: boolean
  /** Where it is worked on. */
  readonly href: string
}

export interface AnnunciatorBarProps {
  readonly facility: { readonly name: string; readonly mode: string }
  readonly cells: readonly AnnunciatorCell[]
  /** Those that are open, the oldest first. */
  readonly incidents?: readonly AnnunciatorIncident[]
  /** Milliseconds since the epoch. */
  readonly now: number
  /** IANA time zone of the room. */
  readonly zone: string
  readonly size?: 'normal' | 'presenter'
}

function light(tone: Tone): string | undefined {
  return tone === 'attention' || tone === 'danger' ? styles[tone] : undefined
}

function CellContent({ cell }: { readonly cell: AnnunciatorCell }): ReactElement {
  return (
    <>
      <StateGlyph tone={cell.tone} size={15} />
      <span className={styles['words']}>
        <em>{cell.label}</em>
        <b>{cell.state}</b>
      </span>
    </>
  )
}

/** What lights up is also said: a screen reader hears it when it changes. */
function announcement(cells: readonly AnnunciatorCell[]): string {
  return cells
    .filter((cell) => light(cell.tone) !== undefined)
    .map((cell) => `${cell.label}: ${cell.state}.`)
    .join(' ')
}

function Cell({ cell }: { readonly cell: AnnunciatorCell }): ReactElement {
  const className = classNames(styles['cell'], light(cell.tone))
  if (cell.evidence.length === 0) {
    return (
      <div className={className}>
        <CellContent cell={cell} />
      </div>
    )
  }
  return (
    <Popover
      label={`${cell.label}: ${cell.state}`}
      trigger={
        <AriaButton className={className}>
          <CellContent cell={cell} />
        </AriaButton>
      }
    >
      <h2 className={styles['evidence']}>
        <State tone={cell.tone} size="medium">
          {cell.label}: {cell.state}
        </State>
      </h2>
      <ul className={styles['sentences']}>
        {cell.evidence.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Popover>
  )
}

/** As many as the bar has room for. */
const SHOWN = 2

/** "T+00:47:24", "T+2 d 03:10" */
function elapsed(since: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000))
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((each) =>
    String(each).padStart(2, '0'),
  )
  if (seconds < 86_400) return `T+${hours}:${minutes}:${rest}`
  return `T+${Math.floor(seconds / 86_400)} d ${String(Math.floor(seconds / 3600) % 24).padStart(2, '0')}:${minutes}`
}

/** Lit in red for an incident; chequered, never red, for a drill. */
function Incident({ incident, now }: { readonly incident: AnnunciatorIncident; readonly now: number }): ReactElement {
  return (
    <Link className={classNames(styles['incident'], incident.drill && styles['drill'])} href={incident.href}>
      {incident.drill ? <Icon of={Clapperboard} /> : <StateGlyph tone="danger" size={16} />}
      <span className={styles['words']}>
        <b>{incident.name}</b>
        <code>{elapsed(incident.since, now)}</code>
      </span>
    </Link>
  )
}

/** Grey on glass while all is well. */
export function AnnunciatorBar(props: AnnunciatorBarProps): ReactElement {
  const { facility, cells, incidents = [], now, zone, size = 'normal' } = props
  const clock = clockText(now, zone)
  return (
    <header className={classNames(styles['bar'], styles[size], incidents.length > 0 && styles['crowded'])}>
      <div className={styles['logo']}>
        <Logo size={30} />
      </div>
      <div className={styles['facility']}>
        <strong title={facility.name}>{facility.name}</strong>
        <span>{facility.mode}</span>
      </div>
      {incidents.length > 0 && (
        <ul className={styles['incidents']} aria-label="Open incidents and drills">
          {incidents.slice(0, SHOWN).map((incident) => (
            <li key={incident.id}>
              <Incident incident={incident} now={now} />
            </li>
          ))}
          {incidents.length > SHOWN && <li className={styles['more']}>and {incidents.length - SHOWN} more</li>}
        </ul>
      )}
      <ul className={styles['cells']} aria-label="State of the facility">
        {cells.map((cell) => (
          <li key={cell.id}>
            <Cell cell={cell} />
          </li>
        ))}
      </ul>
      <output className="visually-hidden">{announcement(cells)}</output>
      <div className={styles['clock']} role="timer" aria-label="Clock" aria-live="off">
        <b>{clock.utc}</b>
        <span className={styles['words']}>
          <em className={styles['date']}>{clock.date}</em>
          <em>{clock.local}</em>
        </span>
      </div>
    </header>
  )
}
