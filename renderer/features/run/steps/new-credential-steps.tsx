import type { ReactElement } from 'react'

import type { RunView } from '../../../../shared/ipc/contract/runs.ts'
import { call } from '../../../bridge/client.ts'
import { useTokensHere } from '../../../bridge/use-tokens-here.ts'
import { KeyValue } from '../../../ui/key-value.tsx'
import {
  NewCredentialFields,
  type NewCredentialFieldsProps,
  type NewCredentialForm,
  useNewCredential,
} from '../../../ui/new-credential.tsx'
import { Section } from '../../../ui/section.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct, useRefusal } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import { Proposed } from './change-person.tsx'

/** A new person stands at the console and makes what they will sign with. */
export function EnrolPersonStep({ run, step, body }: StepProps<'enrol-person'>): ReactElement {
  const { form, submit, fields } = useMaking(run)
  return (
    <StepFrame
      run={run}
      onSubmit={submit}
      bar={<PerformBar step={step}>Make the credential of {body.name}</PerformBar>}
    >
      <Section title={body.name} note={body.role}>
        {takesInput(step) && <NewCredentialFields {...fields} form={form} name={body.name} />}
      </Section>
      <Proposed item={body.result} />
    </StepFrame>
  )
}

export function MoveCredentialStep({ run, step, body }: StepProps<'move-credential'>): ReactElement {
  const { form, submit, fields } = useMaking(run)
  return (
    <StepFrame
      run={run}
      onSubmit={submit}
      bar={<PerformBar step={step}>Make the new credential of {body.person.name}</PerformBar>}
    >
      <Section title={body.person.name} note={body.person.roles.join(', ')}>
        <KeyValue labels="wide" rows={[{ label: 'Signs with now', value: body.credentials.join(', ') }]} />
        {takesInput(step) && <NewCredentialFields {...fields} form={form} name={body.person.name} />}
      </Section>
      <Proposed item={body.result} />
    </StepFrame>
  )
}

function useMaking(run: RunView): {
  form: NewCredentialForm
  submit: () => void
  fields: Pick<NewCredentialFieldsProps, 'onChooseFolder'>
} {
  const act = useAct()
  const failure = useRefusal('run.perform')
  const cards = useTokensHere()
  const form = useNewCredential(failure, cards)
  const submit = (): void => {
    const credential = form.take()
    if (credential !== null) void act('run.perform', { ...at(run), input: { kind: 'credential', credential } })
  }
  const choose = async (): Promise<void> => {
    const { path } = await call('host.choose-folder', { title: 'Own media', buttonLabel: 'Put the key file here' })
    if (path !== null) form.setFolder(path)
  }
  return { form, submit, fields: { onChooseFolder: () => void choose() } }
}
