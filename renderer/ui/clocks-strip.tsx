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

/** All deadlines of an incident, what is late first. Those that are met stand together at the end. */
export function ClocksStrip({ clocks, now: fixed }: ClocksStripProps): ReactElement | null {
  const ticking = useNow()
  const now = fixed ?? ticking
  const id = useId()
  if (clocks.length === 0) return null
  const sorted = byUrgency(clocks, now)
  const isOver = ({ metAt, off }: ClockFacts): boolean => metAt !== null || off === true
  const open = sorted.filter((clock) => !isOver(clock))
  const met = sorted.filter(isOver)
  return (
    <section className={classNames(styles['strip'], open.length === 0 && styles['over'])} aria-labelledby={id}>
      <h2 id={id} className="visually-hidden">
        Clocks
      </h2>
      {/* more clocks than fit are scrolled to, so the list can be focused */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul className={styles['open']} tabIndex={open.length > 5 ? 0 : -1} aria-label="Clocks that run">
        {open.map((clock) => (
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
      {met.length > 0 && <Met clocks={met} now={now} />}
      <output className="visually-hidden">{announcement(open, now)}</output>
    </section>
  )
}

/** What no longer runs takes little room and opens. */
function Met({ clocks, now }: { readonly clocks: readonly ClockFacts[]; readonly now: number }): ReactElement {
  const faces = clocks.map((clock) => ({ clock, face: clockFace(clock, now) }))
  const late = faces.filter(({ face }) => face.state === 'met-late').length
  const off = faces.filter(({ face }) => face.state === 'off').length
  const inTime = clocks.length - late - off
  const words = [inTime > 0 && `${inTime} met`, late > 0 && `${late} met late`, off > 0 && `${off} not needed`].filter(
    (each) => each !== false,
  )
  return (
    <Popover
      label="Clocks that have stopped"
      trigger={
        <AriaButton className={classNames(styles['met'])} aria-label={words.join(', ')}>
          {inTime > 0 && <State tone="ok">{inTime} met</State>}
          {late > 0 && <State tone="danger">{late} met late</State>}
          {off > 0 && <State tone="off">{off} not needed</State>}
        </AriaButton>
      }
    >
      <ul className={styles['list']}>
        {faces.map(({ clock, face }) => (
          <li key={clock.id}>
            <StateGlyph tone={CLOCK_TONES[face.state]} size={15} />
            <b>{clock.name}</b>
            <span>{face.time === '' ? face.due : `${face.time}, ${face.due}`}</span>
            <small>{clock.source}</small>
          </li>
        ))}
      </ul>
    </Popover>
  )
}
