import { type ReactElement, useState } from 'react'

import { Button } from '../../ui/button.tsx'
import { AlertDialog } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { RunDialogProps } from './abort-dialog.tsx'
import { peopleHere } from './held.ts'
import { useAct, useIsWorking, useRefusal } from './run-context.ts'

const EMPTY = { expected: '', happened: '' } as const

/** A deviation is no failure: it is written down, and the run stands still until somebody else has decided. */
export function ExceptionDialog({ run, isOpen, onClose }: RunDialogProps): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const failure = useRefusal('run.raise-exception')
  const [given, setGiven] = useState<Readonly<Record<keyof typeof EMPTY, string>>>(EMPTY)
  const present = peopleHere(run).map(({ person }) => person)
  const [picked, setPicked] = useState<string>()
  const by = present.find(({ id }) => id === picked)?.id ?? present[0]?.id ?? run.starter.id
  const missing = Object.values(given).some((text) => text.trim() === '')

  const record = async (): Promise<void> => {
    const words = { expected: given.expected.trim(), happened: given.happened.trim() }
    if (!(await act('run.raise-exception', { run: run.run, by, ...words }))) return
    setGiven(EMPTY)
    onClose()
  }
  const field = (name: keyof typeof EMPTY, label: string): ReactElement => (
    <TextField
      label={label}
      value={given[name]}
      onChange={(text) => setGiven({ ...given, [name]: text })}
      multiline
      maxLength={2000}
      autoFocus={name === 'expected'}
    />
  )
  return (
    <AlertDialog
      isOpen={isOpen}
      onCancel={onClose}
      title={`Record an exception at step ${currentNumber(run)}`}
      actions={
        <>
          <Button onPress={onClose}>Record nothing</Button>
          <Button
            variant="primary"
            isPending={working}
            locked={missing ? 'Fill in both.' : undefined}
            onPress={() => void record()}
          >
            Record the exception
          </Button>
        </>
      }
    >
      {field('expected', 'What the script expected')}
      {field('happened', 'What happened')}
      <Select
        label="Who noticed it"
        value={by}
        onChange={setPicked}
        choices={present.map((person) => ({ id: person.id, label: person.name }))}
      />
      {failure !== null && <FailureNote failure={failure} />}
    </AlertDialog>
  )
}

function currentNumber(run: RunDialogProps['run']): number {
  return (
    run.acts.flatMap((each) => each.steps).find((step) => step.status !== 'done' && step.status !== 'skipped')
      ?.number ?? run.total
  )
}
