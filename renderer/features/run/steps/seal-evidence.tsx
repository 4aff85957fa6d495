import { type ReactElement, useState } from 'react'

import type { StepBodyOf } from '../../../../shared/ipc/contract/steps.ts'
import { HandField } from '../../../people/hand-field.tsx'
import { useHand } from '../../../people/use-hand.ts'
import { Button } from '../../../ui/button.tsx'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { KeyValue } from '../../../ui/key-value.tsx'
import { ListRow, Rows } from '../../../ui/list-row.tsx'
import { PathField } from '../../../ui/path-field.tsx'
import { Section } from '../../../ui/section.tsx'
import { useFolder } from '../chosen-path.ts'
import { PersonChoice } from '../person-choice.tsx'
import { RecipientRows } from '../recipient-rows.tsx'
import { useAct, useIsWorking, useRefusal } from '../run-context.ts'
import { SignBar } from '../sign-bar.tsx'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import { WorkingWords } from '../working-words.tsx'
import styles from './steps.module.css'

/** Into one package, signed by who seals it, for the recipients only. */
export function SealEvidenceStep({ run, step, body }: StepProps<'seal-evidence'>): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const folder = useFolder({ title: 'The medium for the package', buttonLabel: 'Write it here' })
  const [chosen, setChosen] = useState<string>()
  const person = body.people.find(({ id }) => id === chosen) ?? body.people[0]
  const hand = useHand(person, useRefusal('run.perform'))
  const perform = (): void => {
    if (folder.chosen === '') return
    const signer = hand.take()
    if (signer !== null) void act('run.perform', { ...at(run), input: { kind: 'seal', folder: folder.chosen, signer } })
  }
  return (
    <StepFrame
      run={run}
      onSubmit={perform}
      bar={
        <SignBar
          writes={working ? <WorkingWords /> : step.writes}
          spares={step.doesNot}
          secret={<HandField hand={hand} onEnter={perform} />}
        >
          <Button
            variant="primary"
            size="tall"
            isPending={working}
            locked={folder.chosen === '' ? 'Choose the folder of the medium first.' : undefined}
            onPress={perform}
          >
            Seal {body.drill ? 'the drill’s ' : ''}
            {body.collections.reduce((sum, { items }) => sum + items, 0).toLocaleString('en')} items as{' '}
            {person?.name ?? 'nobody'}
          </Button>
        </SignBar>
      }
    >
      <Section title={body.name} note={body.drill ? 'DRILL: evidence of nothing' : undefined}>
        <Rows>
          {body.collections.map(({ title, items, bytes }) => (
            <ListRow
              key={title}
              tone="ok"
              name={title}
              fact={`${items.toLocaleString('en')} items`}
              value={`${bytes.toLocaleString('en')} bytes`}
            />
          ))}
        </Rows>
      </Section>
      {takesInput(step) && (
        <>
          <div className={styles['path']}>
            <PathField
              label="Folder on the medium"
              value={folder.path}
              onChange={folder.setPath}
              onChoose={folder.choose}
              chooseLabel="Choose the folder …"
              help={`${body.name} is made in it, whole or not at all. What exists is not overwritten.`}
            />
          </div>
          <Section title="Who seals it" note="with their own signature, beside that of the log">
            <PersonChoice
              label="Who seals it"
              people={body.people}
              role={({ roles }) => roles[0] ?? 'witness'}
              aside={({ roles }) => roles.join(' or ')}
              chosen={person?.id}
              onChoose={setChosen}
            />
          </Section>
        </>
      )}
      <RecipientRows recipients={body.recipients} />
      {body.result !== null && <Result result={body.result} />}
    </StepFrame>
  )
}

function Result({ result }: { readonly result: NonNullable<StepBodyOf<'seal-evidence'>['result']> }): ReactElement {
  return (
    <>
      <Section title={result.adopted ? 'It was whole on the medium already' : 'Written and read back'}>
        <KeyValue
          labels="wide"
          wrap
          rows={[
            { label: 'Where', value: <code>{result.destination}</code> },
            ...(result.medium === '' ? [] : [{ label: 'Medium', value: <code>{result.medium}</code> }]),
            {
              label: 'Holds',
              value: `${result.items.toLocaleString('en')} items, ${result.size.toLocaleString('en')} bytes in ${result.parts.toLocaleString('en')} parts`,
            },
            {
              label: 'Sealed',
              value: `${result.sealedAt.slice(0, 19).replace('T', ' ')}Z by ${result.sealedBy.map(({ name }) => name).join(' and ')}`,
            },
          ]}
        />
      </Section>
      <DigestBlock title="SHA-256 of its SHA256SUMS" digest={result.package} />
    </>
  )
}
