import { type ReactElement, useState } from 'react'

import { Button } from '../../../ui/button.tsx'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import styles from './steps.module.css'

/** One person reads, another one types what they hear while the digest is hidden, or says that it is what they have. */
export function ReadBackStep({ run, step, body }: StepProps<'read-back'>): ReactElement {
  const act = useAct()
  const [isHidden, setHidden] = useState(false)
  const [typed, setTyped] = useState('')
  const people = usePair(run, step, body.outside)
  const open = takesInput(step)
  const writes = body.how === 'typed' && (isHidden || body.digest === null)
  const units = body.form === 'hex' ? 'pairs of digits' : 'words'
  const perform = (): void => {
    if (people.listener === undefined || (body.how === 'typed' && !writes)) return
    const heard = {
      reader: people.reader?.id ?? null,
      listener: people.listener.id,
      typed: body.how === 'typed' ? typed : null,
    }
    const by = step.terms.by === null ? {} : { by: people.listener.id }
    void act('run.perform', { ...at(run), input: { kind: 'read-back', ...heard }, ...by })
  }
  return (
    <StepFrame
      run={run}
      onSubmit={perform}
      bar={
        <PerformBar step={step} locked={lockOf(people.listener === undefined, body.how === 'typed', writes, typed)}>
          {body.how === 'typed' ? 'Compare what was heard' : `${people.listener?.name ?? 'Somebody'} heard the same`}
        </PerformBar>
      }
    >
      {open && (
        <Section
          title={body.digest === null || writes ? `SHA-256 of ${body.of}` : 'Who reads, and who hears'}
          note={`${body.how === 'typed' ? 'at least' : 'the first'} ${body.words} ${units}`}
        >
          <div className={styles['fields']}>
            {body.outside === null && (
              <Select
                label="Who reads it aloud"
                value={people.reader?.id}
                onChange={people.chooseReader}
                choices={people.readers.map(({ id, name }) => ({ id, label: name }))}
              />
            )}
            <Select
              label={body.outside === null ? 'Who hears it' : `Who hears it from ${body.outside}`}
              value={people.listener?.id}
              onChange={people.chooseListener}
              choices={people.listeners.map(({ id, name }) => ({ id, label: name }))}
            />
          </div>
        </Section>
      )}
      {open && writes && (
        <TextField
          label={`What ${people.listener?.name ?? 'the listener'} hears`}
          value={typed}
          onChange={setTyped}
          multiline
          maxLength={2000}
          help={
            body.digest === null
              ? `The digest is not shown here: ${body.outside ?? 'the reader'} reads it on the other side.`
              : 'The digest is hidden: it is read from the paper.'
          }
        />
      )}
      {open && body.how === 'typed' && body.digest !== null && (
        <div>
          <Button size="small" onPress={() => setHidden(!isHidden)}>
            {isHidden ? 'Show the digest again' : 'It is written down: hide it and read it back'}
          </Button>
        </div>
      )}
      {body.result !== null && (
        <Section
          title={`${body.result.compared} ${body.result.form === 'words' ? 'words' : 'pairs of digits'} are equal`}
        >
          <KeyValue
            labels="wide"
            rows={[
              { label: 'Read by', value: body.result.reader },
              { label: body.how === 'typed' ? 'Heard and typed by' : 'Heard by', value: body.result.listener.name },
            ]}
          />
        </Section>
      )}
      {body.digest !== null && !(open && writes) && (
        <DigestBlock title={`SHA-256 of ${body.of}`} digest={body.digest} />
      )}
    </StepFrame>
  )
}

/** Two different people of those who are here; who hears it has the role of the step. */
function usePair(run: StepProps['run'], step: StepProps['step'], outside: string | null) {
  const [reader, chooseReader] = useState<string>()
  const [listener, chooseListener] = useState<string>()
  const here = run.people.map(({ person }) => person)
  const listeners = step.terms.by?.people ?? here
  const heard = listeners.find(({ id }) => id === listener) ?? listeners.at(-1)
  const readers = outside === null ? here.filter(({ id }) => id !== heard?.id) : []
  const read = readers.find(({ id }) => id === reader) ?? readers[0]
  return { reader: read, readers, chooseReader, listener: heard, listeners, chooseListener }
}

function lockOf(isNobody: boolean, isTyped: boolean, writes: boolean, typed: string): string | undefined {
  if (isNobody) return 'Nobody is here who could hear it.'
  if (!isTyped) return undefined
  if (!writes) return 'Write it down on paper, then hide it.'
  return typed.trim() === '' ? 'Type what is heard.' : undefined
}
