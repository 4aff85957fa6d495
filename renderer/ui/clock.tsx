import type { ReactElement } from 'react'
import { Meter as AriaMeter } from 'react-aria-components'

import { classNames } from './class-names.ts'
import { clockFace, type ClockState, type ClockTimes, SOON_SHARE } from './clock-face.ts'
import styles from './clock.module.css'
import { StateGlyph, type Tone } from './state-glyph.tsx'

export interface ClockFacts extends ClockTimes {
  readonly id: string
  /** What must be done by then: "Seal the evidence". */
  readonly name: string
  /** Rule or own target: "24 h, BR v2.2.6 §4.9.5". */
  readonly source: string
  /** While it does not run: "Starts when revoked". */
  readonly startsWhen: string
}

export interface ClockProps {
  readonly clock: ClockFacts
  /** Milliseconds since the epoch. */
  readonly now: number
}

export const CLOCK_TONES: Readonly<Record<ClockState, Tone>> = {
  waiting: 'next',
  running: 'waiting',
  soon: 'attention',
  late: 'danger',
  met: 'ok',
  'met-late': 'danger',
  off: 'off',
}

/** The state in a word, beside its glyph. */
export const CLOCK_WORDS: Readonly<Record<ClockState, string>> = {
  waiting: 'not started',
  running: 'running',
  soon: 'soon due',
  late: 'late',
  met: 'met',
  'met-late': 'met late',
  off: 'not needed',
}

/** One deadline: its source, what is left, when it is due, and how much of the time is gone. */
export function Clock({ clock, now }: ClockProps): ReactElement {
  const face = clockFace(clock, now)
  const { state } = face
  return (
    <div className={classNames(styles['clock'], styles[state])} data-state={state}>
      <h3 className={styles['name']}>
        <StateGlyph tone={CLOCK_TONES[state]} size={15} />
        <span title={clock.name}>{clock.name}</span>
      </h3>
      <p className={styles['source']} title={clock.source}>
        {clock.source}
      </p>
      <p className={styles['left']}>
        {face.time === '' ? (
          <span className={styles['starts']} title={clock.startsWhen}>
            {state === 'off' ? 'Not needed' : clock.startsWhen}
          </span>
        ) : (
          <>
            <b>{face.time}</b>
            <span>{face.due}</span>
          </>
        )}
      </p>
      <AriaMeter
        aria-label={`${clock.name}: time that is gone`}
        value={Math.round(face.share * 100)}
        valueLabel={state === 'waiting' ? clock.startsWhen : `${CLOCK_WORDS[state]}, ${face.time} ${face.due}`}
        className={classNames(styles['gauge'])}
      >
        {face.time !== '' && (
          <>
            <i className={styles['fill']} style={{ width: `${face.share * 100}%` }} />
            <i className={styles['tick']} style={{ left: `${SOON_SHARE * 100}%` }} />
          </>
        )}
      </AriaMeter>
    </div>
  )
}
