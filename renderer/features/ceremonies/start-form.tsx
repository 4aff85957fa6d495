import { GraduationCap } from 'lucide-react'
import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { ProcedureView } from '../../../shared/ipc/contract/runs.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import type { GivenHand } from '../../people/use-hand.ts'
import { navigate } from '../../route.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Section } from '../../ui/section.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useNow } from '../../ui/use-now.ts'
import { awareText, readAware } from './aware-time.ts'
import { begin } from './begin.ts'
import { InputField } from './input-field.tsx'
import { firstInputs, suggestedTitle, withExamples } from './plan-inputs.ts'
import { PlanPanel } from './plan-panel.tsx'
import { type Purpose, PURPOSE_WORDS } from './purpose.ts'
import { StartBar } from './start-bar.tsx'
import styles from './start-form.module.css'
import { usePlanCheck } from './use-plan-check.ts'

export interface StartFormProps {
  readonly procedure: ProcedureView
  readonly purpose: Purpose
  /** The open incident that asks for this ceremony. */
  readonly incident?: string | undefined
}

/** Inputs left, the plan they make right, who opens the run below. */
export function StartForm({ procedure, purpose, incident }: StartFormProps): ReactElement {
  const words = PURPOSE_WORDS[purpose]
  const practice = useFacility((store) => store.facility?.practice ?? false)
  const [inputs, setInputs] = useState(() => firstInputs(procedure.inputs))
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [ownTitle, setOwnTitle] = useState<string>()
  const title = ownTitle ?? suggestedTitle(procedure, inputs)
  const check = usePlanCheck(procedure.procedure, title, inputs)
  const [starting, setStarting] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [aware, setAware] = useState(() => awareText(Date.now()))
  const awareAt = readAware(aware, useNow())
  const problems = check.last?.problems ?? []
  const empty = procedure.inputs.filter(({ name }) => (inputs[name] ?? '') === '').length

  const change = (name: string, value: string): void => {
    setInputs({ ...inputs, [name]: value })
    setTouched(new Set([...touched, name]))
    setFailure(null)
  }
  const start = async (given: GivenHand): Promise<void> => {
    const plan = check.plan?.digest?.hex
    if (plan === undefined) return
    setStarting(true)
    setFailure(null)
    try {
      const begun = { procedure: procedure.procedure, title, inputs, plan, ...given }
      navigate(words.area, 'run', await begin(begun, purpose, { awareAt, incident }))
    } catch (error) {
      setFailure(toFailure(error))
    } finally {
      setStarting(false)
    }
  }
  return (
    <form
      className={styles['page']}
      aria-label={procedure.title}
      onSubmit={(event) => event.preventDefault()}
    >
      <PageHead
        title={words.title(procedure.title)}
        actions={<Button onPress={() => navigate(words.area)}>Back to the {words.area}</Button>}
      >
        {procedure.summary}
      </PageHead>
      <div className={styles['columns']}>
        <div className={styles['inputs']}>
          <Section
            title={words.inputs}
            link={
              practice && empty > 0 ? (
                <LinkButton icon={GraduationCap} onPress={() => setInputs(withExamples(procedure.inputs, inputs))}>
                  Fill in the examples
                </LinkButton>
              ) : undefined
            }
          >
            <div className={styles['fields']}>
              {procedure.inputs.map((input) => (
                <InputField
                  key={input.name}
                  input={input}
                  value={inputs[input.name] ?? ''}
                  onChange={(value) => change(input.name, value)}
                  problem={
                    touched.has(input.name) ? problems.find((each) => each.input === input.name)?.message : undefined
                  }
                />
              ))}
              {purpose !== 'ceremony' && (
                <TextField
                  label="When did somebody first know? UTC"
                  value={aware}
                  onChange={setAware}
                  mono
                  maxLength={20}
                  help="The clocks of the rules count from here, not from when it is declared."
                  {...('problem' in awareAt && { error: awareAt.problem })}
                />
              )}
              <TextField
                label={words.titleLabel}
                value={title}
                onChange={setOwnTitle}
                maxLength={80}
                help={words.titleHelp}
              />
            </div>
          </Section>
        </div>
        <PlanPanel
          check={check}
          empty={empty}
          inputs={procedure.inputs}
          given={inputs}
          procedure={procedure.procedure}
          title={title}
        />
      </div>
      <StartBar
        lock={
          procedure.locked ??
          (check.plan?.digest === null || check.last === null ? 'The plan is not complete yet.' : undefined) ??
          (purpose !== 'ceremony' && 'problem' in awareAt ? awareAt.problem : undefined)
        }
        words={words}
        leads={purpose === 'ceremony' ? 'administrator' : 'responder'}
        failure={failure}
        isStarting={starting}
        onStart={(given) => void start(given)}
      />
    </form>
  )
}
