import type { ReactElement } from 'react'

import type { InputView } from '../../../shared/ipc/contract/runs.ts'
import { Bitting } from '../../ui/bitting.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Section } from '../../ui/section.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { State } from '../../ui/state.tsx'
import { WordGrid } from '../../ui/word-grid.tsx'
import { PrintScript } from './print-script.tsx'
import { RehearsalPart } from './rehearsal-part.tsx'
import type { Inputs } from './plan-inputs.ts'
import styles from './start-form.module.css'
import type { PlanCheck } from './use-plan-check.ts'

export interface PlanPanelProps {
  readonly check: PlanCheck
  /** How many inputs are still empty. */
  readonly empty: number
  readonly inputs: readonly InputView[]
  readonly given: Inputs
  readonly procedure: string
  readonly title: string
}

/** The plan that these inputs make: its digest as the room will compare it, or what is still wrong. */
export function PlanPanel({ check, empty, inputs, given, procedure, title }: PlanPanelProps): ReactElement {
  const { last, failure } = check
  const digest = last?.digest ?? null
  const problems = last?.problems ?? []
  const rehearsal = last?.rehearsal ?? null
  return (
    <div className={styles['plan']}>
      {failure !== null && <FailureNote failure={failure} />}
      {digest !== null && (
        <Section title="The plan" link={<State tone="ok">Complete, no problem</State>}>
          <p className={styles['digest']}>
            SHA-256 of the plan
            <Bitting digest={digest.hex} width={178} height={15} strong />
          </p>
          <WordGrid digest={digest} label="Plan SHA-256" />
        </Section>
      )}
      {digest !== null && (
        <p className="muted small">
          The run must match this plan, word for word. Compare it with the printed plan before it is opened; a rehearsal of the
          same plan has the same words.
        </p>
      )}
      {digest !== null && (
        <div>
          <PrintScript procedure={procedure} title={title} inputs={given} />
        </div>
      )}
      {digest !== null && rehearsal !== null && (
        <RehearsalPart plan={digest.hex} rehearsal={rehearsal} onTaken={check.again} />
      )}
      {digest === null && problems.length > 0 && (
        <Section title="The plan is not complete" note={`${problems.length} ${empty > 0 ? 'open' : 'to correct'}`}>
          <ul className={styles['problems']}>
            {problems.map((problem) => (
              <li key={`${problem.input ?? ''} ${problem.message}`}>
                <StateGlyph tone={isEmpty(given, problem.input) ? 'next' : 'danger'} size={14} />
                <span>
                  {problem.input !== null && <b>{inputs.find(({ name }) => name === problem.input)?.label ?? problem.input}: </b>}
                  {problem.input !== null && isEmpty(given, problem.input) ? 'still empty' : problem.message}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {digest === null && problems.length === 0 && failure === null && (
        <EmptyState title="The plan is being checked">Its digest stands here as soon as it is complete.</EmptyState>
      )}
    </div>
  )
}

/** What is not written yet is no mistake. */
function isEmpty(given: Inputs, input: string | null): boolean {
  return input === null || (given[input] ?? '') === ''
}
