import { type ReactElement, useId } from 'react'
import { Button as AriaButton } from 'react-aria-components'

import { classNames } from './class-names.ts'
import { byUrgency, clockFace } from './clock-face.ts'
import { Clock, CLOCK_TONES, CLOCK_WORDS, type ClockFacts } from './clock.tsx'
import styles from './clocks-strip.module.css'
import { Popover } from './popover.tsx'
import { StateGlyph } from './state-glyph.tsx'
import { State } from './state.tsx'
import { useNow } from './use-now.ts'

export interface ClocksStripProps {
  readonly clocks: readonly ClockFacts[]
  /** Milliseconds since the epoch; without it the strip goes with the time. */
  readonly now?: number
}

/** What became late or nearly so, for a screen reader; empty while nothing is. */
function announcement(clocks: readonly ClockFacts[], now: number): string {
  return clocks
    .map((clock) => ({ name: clock.name, state: clockFace(clock, now).state }))
    .filter(({ state }) => state === 'soon' || state === 'late')
    .map(({ name, state }) => `${name}: ${CLOCK_WORDS[state]}.`)
    .join(' ')
}

/** As many as stand side by side in the smallest window. */
const SIDE_BY_SIDE = 5

/** All deadlines of an incident, what is late first. Those that are met stand together at the end, and those that have not begun where there are many. */
export function ClocksStrip({ clocks, now: fixed }: ClocksStripProps): ReactElement | null {
  const ticking = useNow()
  const now = fixed ?? ticking
  const id = useId()
  if (clocks.length === 0) return null
  const sorted = byUrgency(clocks, now)
  const isOver = ({ metAt, off }: ClockFacts): boolean => metAt !== null || off === true
  const open = sorted.filter((clock) => !isOver(clock))
  const begun = open.filter(({ startedAt }) => startedAt !== null)
  const shown = open.length > SIDE_BY_SIDE && begun.length > 0 ? begun : open
  const folded = sorted.filter((clock) => !shown.includes(clock))
  return (
    <section className={classNames(styles['strip'], open.length === 0 && styles['over'])} aria-labelledby={id}>
      <h2 id={id} className="visually-hidden">
        Clocks
      </h2>
      {/* more clocks than fit are scrolled to, so the list can be focused */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul className={styles['open']} tabIndex={shown.length > SIDE_BY_SIDE ? 0 : -1} aria-label="Clocks that run">
        {shown.map((clock) => (
          <li key={clock.id}>
            <Clock clock={clock} now={now} />
          </li>
        ))}
        {open.length === 0 && (
          <li className={styles['done']}>
            <State tone="ok">Every clock has stopped</State>
          </li>
        )}
      </ul>
      {folded.length > 0 && <Folded clocks={folded} now={now} />}
      <output className="visually-hidden">{announcement(open, now)}</output>
    </section>
  )
}

/** What does not run takes little room and opens. */
function Folded({ clocks, now }: { readonly clocks: readonly ClockFacts[]; readonly now: number }): ReactElement {
  const faces = clocks.map((clock) => ({ clock, face: clockFace(clock, now) }))
  const late = faces.filter(({ face }) => face.state === 'met-late').length
  const off = faces.filter(({ face }) => face.state === 'off').length
  const waiting = faces.filter(({ face }) => face.state === 'waiting').length
  const inTime = clocks.length - late - off - waiting
  const words = [
    inTime > 0 && `${inTime} met`,
    late > 0 && `${late} met late`,
    off > 0 && `${off} not needed`,
    waiting > 0 && `${waiting} not begun`,
  ].filter((each) => each !== false)
  return (
    <Popover
      label="Clocks that do not run"
      trigger={
        <AriaButton className={classNames(styles['met'])} aria-label={words.join(', ')}>
          {inTime > 0 && <State tone="ok">{inTime} met</State>}
          {late > 0 && <State tone="danger">{late} met late</State>}
          {off > 0 && <State tone="off">{off} not needed</State>}
          {waiting > 0 && <State tone="next">{waiting} not begun</State>}
        </AriaButton>
      }
    >
      <ul className={styles['list']}>
        {faces.map(({ clock, face }) => (
          <li key={clock.id}>
            <StateGlyph tone={CLOCK_TONES[face.state]} size={15} />
            <b>{clock.name}</b>
            <span>{face.time === '' ? face.due : `${face.time}, ${face.due}`}</span>
            <small>{face.state === 'waiting' ? `${clock.source}. ${clock.startsWhen}` : clock.source}</small>
          </li>
        ))}
      </ul>
    </Popover>
  )
}
