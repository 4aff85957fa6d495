import { GraduationCap } from 'lucide-react'
import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { ProcedureView } from '../../../shared/ipc/contract/runs.ts'
import { call } from '../../bridge/client.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import type { GivenHand } from '../../people/use-hand.ts'
import { navigate } from '../../route.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Section } from '../../ui/section.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { InputField } from './input-field.tsx'
import { firstInputs, suggestedTitle, withExamples } from './plan-inputs.ts'
import { PlanPanel } from './plan-panel.tsx'
import { StartBar } from './start-bar.tsx'
import styles from './start-form.module.css'
import { usePlanCheck } from './use-plan-check.ts'

export interface StartFormProps {
  readonly procedure: ProcedureView
  /** The playbook run that asks for it. */
  readonly incident?: string | undefined
}

/** Inputs left, the plan they make right, who opens the run below. */
export function StartForm({ procedure, incident }: StartFormProps): ReactElement {
  const practice = useFacility((store) => store.facility?.practice ?? false)
  const [inputs, setInputs] = useState(() => firstInputs(procedure.inputs))
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [ownTitle, setOwnTitle] = useState<string>()
  const title = ownTitle ?? suggestedTitle(procedure, inputs)
  const check = usePlanCheck(procedure.procedure, title, inputs)
  const [starting, setStarting] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
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
      const { run } = await call('run.start', {
        procedure: procedure.procedure,
        title,
        inputs,
        plan,
        ...(incident !== undefined && { incident }),
        ...given,
      })
      navigate('ceremonies', 'run', run.run)
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
        title={procedure.title}
        actions={<Button onPress={() => navigate('ceremonies')}>Back to the ceremonies</Button>}
      >
        {procedure.summary}
      </PageHead>
      <div className={styles['columns']}>
        <div className={styles['inputs']}>
          <Section
            title="What is to be made"
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
              <TextField
                label="Title of this run"
                value={title}
                onChange={setOwnTitle}
                maxLength={80}
                help="Stands above the script, in the log and on the printed plan."
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
          (check.plan?.digest === null || check.last === null ? 'The plan is not complete yet.' : undefined)
        }
        failure={failure}
        isStarting={starting}
        onStart={(given) => void start(given)}
      />
    </form>
  )
}
