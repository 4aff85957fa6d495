import type { ReactElement, ReactNode } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { Keys } from '../../ui/keys.tsx'
import { StateGlyph, type Tone } from '../../ui/state-glyph.tsx'
import { endDecision, openException } from './held.ts'
import { pausedSince } from './paused-layout.tsx'
import { PresenterFoot } from './presenter-foot.tsx'
import styles from './presenter.module.css'

/** Why the run stands still, for the room; null while it goes on. */
export function PresenterHeld({ run }: { readonly run: RunView }): ReactElement | null {
  if (run.status !== 'open') return null
  if (run.paused !== null) return <Paused run={run} />
  const open = openException(run)
  if (open !== undefined) {
    return (
      <Page
        run={run}
        tone="attention"
        title={`Exception ${open.number}`}
        aside="The run stands still until it is decided"
      >
        <Said word="Expected">{open.expected}</Said>
        <Said word="Happened">{open.happened}</Said>
        <p className={styles['source']}>
          Noticed by {open.by?.name ?? 'Conclave itself'} at {open.time.slice(11, 19)}Z. Somebody else decides.
        </p>
      </Page>
    )
  }
  const ended = endDecision(run)
  if (ended === undefined) return null
  const { by, reason, time } = ended.decided
  return (
    <Page run={run} tone="danger" title="The run ends" aside={`Exception ${ended.number}`}>
      <Said word="Happened">{ended.happened}</Said>
      <Said word="Decided">{reason}</Said>
      <p className={styles['source']}>
        Decided by {by.name} at {time.slice(11, 19)}Z.
      </p>
    </Page>
  )
}

function Paused({ run }: { readonly run: RunView }): ReactElement {
  return (
    <Page run={run} tone="partial" title="Paused" aside={`since ${pausedSince(run)}`}>
      {run.paused !== null && <Said word={`${run.paused.by.name} said`}>{run.paused.reason}</Said>}
      <Said word="To go on">{run.missing === null ? 'Everybody is here' : `The script needs ${run.missing}`}</Said>
    </Page>
  )
}

interface PageProps {
  readonly run: RunView
  readonly tone: Tone
  readonly title: string
  readonly aside: string
  readonly children: ReactNode
}

function Page({ run, tone, title, aside, children }: PageProps): ReactElement {
  const { step } = run
  return (
    <section className={styles['presenter']} aria-label="Presenter">
      <header className={styles['head']}>
        <StateGlyph tone={tone} size={48} />
        <h1>{title}</h1>
        <p>
          <b>{aside}</b>
          <br />
          step {step.number}, {step.title}
        </p>
      </header>
      <div className={styles['body']}>{children}</div>
      <PresenterFoot
        run={run}
        keys={
          <span>
            <Keys>Esc</Keys> leave
          </span>
        }
      />
    </section>
  )
}

function Said({ word, children }: { readonly word: string; readonly children: string }): ReactElement {
  return (
    <div className={styles['said']}>
      <h2>{word}</h2>
      <p>{children}</p>
    </div>
  )
}
