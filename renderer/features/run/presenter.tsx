import { type ReactElement, useEffect, useState } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { StepView } from '../../../shared/ipc/contract/steps.ts'
import { Keys } from '../../ui/keys.tsx'
import { WordGrid } from '../../ui/word-grid.tsx'
import { PresenterFoot } from './presenter-foot.tsx'
import styles from './presenter.module.css'
import { spokenDigests } from './spoken.ts'

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const

/** For a room of three metres: the words of the step, a row at a time. Nothing can be done from here. */
export function Presenter({ run }: { readonly run: RunView }): ReactElement {
  const { step } = run
  const spoken = spokenDigests(step)
  const place = `${step.id} ${spoken.map(({ digest }) => digest.hex).join()}`
  const [reading, setReading] = useState({ place, item: 0, row: 0 })
  // another step, or another digest in it, is read from its begin
  const { item, row } = reading.place === place ? reading : { item: 0, row: 0 }
  const shown = spoken[item]

  useEffect(() => {
    const count = spoken.length
    if (count === 0) return
    const move = (event: KeyboardEvent): void => {
      const forward = event.key === ' ' || event.key === 'ArrowDown' || event.key === 'Enter'
      const back = event.key === 'ArrowUp' || event.key === 'Backspace'
      if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
        const next = Math.min(count - 1, Math.max(0, item + (event.key === 'ArrowRight' ? 1 : -1)))
        setReading({ place, item: next, row: next === item ? row : 0 })
      } else if (forward && row === LETTERS.length && item < count - 1) setReading({ place, item: item + 1, row: 0 })
      else if (forward) setReading({ place, item, row: Math.min(LETTERS.length, row + 1) })
      else if (back) setReading({ place, item, row: Math.max(0, row - 1) })
      else return
      event.preventDefault()
    }
    addEventListener('keydown', move)
    return () => removeEventListener('keydown', move)
  }, [spoken.length, place, item, row])

  return (
    <section className={styles['presenter']} aria-label="Presenter">
      <header className={styles['head']}>
        <span className={styles['number']}>{step.number}</span>
        <h1>{step.title}</h1>
        <p>
          {shown === undefined ? (
            <b>{run.title}</b>
          ) : (
            <>
              <b>{shown.title}</b>
              {spoken.length > 1 && `, ${item + 1} of ${spoken.length}`}
            </>
          )}
          <br />
          {shown === undefined
            ? `step ${step.number} of ${step.of}`
            : row < LETTERS.length
              ? `Read row ${LETTERS[row] ?? ''} aloud`
              : 'All rows are read'}
        </p>
      </header>
      <div className={styles['body']}>
        {shown === undefined ? (
          <Said step={step} />
        ) : (
          <WordGrid digest={shown.digest} label={shown.title} size="presenter" reading={row} />
        )}
      </div>
      <PresenterFoot
        run={run}
        keys={
          <>
            {shown !== undefined && (
              <span>
                <Keys>Space</Keys> next row
              </span>
            )}
            {spoken.length > 1 && (
              <span>
                <Keys>→</Keys> next digest
              </span>
            )}
            <span>
              <Keys>Esc</Keys> leave
            </span>
          </>
        }
      />
    </section>
  )
}

/** What the room hears when there is no digest: a question with its answers, else what is read aloud. */
function Said({ step }: { readonly step: StepView }): ReactElement {
  const { body } = step
  if (body.kind === 'decide') {
    return (
      <div className={styles['asked']}>
        <p>{body.question}</p>
        <ol>
          {body.options.map(({ id, title }) => (
            <li key={id}>{title}</li>
          ))}
        </ol>
      </div>
    )
  }
  if (body.kind === 'classify') {
    return (
      <div className={styles['asked']}>
        <p>What is known of {body.key}?</p>
        <ol>
          {body.classes.map(({ id, title }) => (
            <li key={id}>
              {id}. {title}
            </li>
          ))}
        </ol>
      </div>
    )
  }
  return <p className={styles['say']}>{step.say === '' ? step.writes : step.say}</p>
}
