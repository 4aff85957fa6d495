import type { ReactElement } from 'react'
import { Button as AriaButton } from 'react-aria-components'

import styles from './annunciator-bar.module.css'
import { classNames } from './class-names.ts'
import { clockText } from './clock-text.ts'
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

export interface AnnunciatorBarProps {
  readonly facility: { readonly name: string; readonly mode: string }
  readonly cells: readonly AnnunciatorCell[]
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

/** Grey on glass while all is well. */
export function AnnunciatorBar({ facility, cells, now, zone, size = 'normal' }: AnnunciatorBarProps): ReactElement {
  const clock = clockText(now, zone)
  return (
    <header className={classNames(styles['bar'], styles[size])}>
      <div className={styles['logo']}>
        <Logo size={30} />
      </div>
      <div className={styles['facility']}>
        <strong title={facility.name}>{facility.name}</strong>
        <span>{facility.mode}</span>
      </div>
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
