import { type ReactElement, useState } from 'react'

import type { StepBodyOf } from '../../../../shared/ipc/contract/steps.ts'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { KeyValue } from '../../../ui/key-value.tsx'
import { ListRow, Rows } from '../../../ui/list-row.tsx'
import { PathField } from '../../../ui/path-field.tsx'
import { Section } from '../../../ui/section.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useFolder } from '../chosen-path.ts'
import { FindingRows } from '../finding-rows.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import styles from './steps.module.css'

type Body = StepBodyOf<'collect-evidence'>

const GROUPS: Readonly<Record<Body['groups'][number], { name: string; fact: string }>> = {
  freeze: { name: 'Statement of the freeze', fact: 'who stopped what, and when' },
  hsm: { name: 'HSMs', fact: 'flags, counters, mechanisms, every object without its secrets' },
  console: { name: 'This computer and its log', fact: 'processes, network, clock, programs, certificates, CRLs' },
  files: { name: 'Files from a medium', fact: 'copied, hashed, read a second time' },
}

/** What is lost first is collected first. */
export function CollectEvidenceStep({ run, step, body }: StepProps<'collect-evidence'>): ReactElement {
  const act = useAct()
  const folder = useFolder({ title: 'The medium with the evidence', buttonLabel: 'Collect from it' })
  const [statement, setStatement] = useState('')
  const [description, setDescription] = useState('')
  const [freezes, takesFiles] = [body.groups.includes('freeze'), body.groups.includes('files')]
  const locked = missing()
  function missing(): string | undefined {
    if (freezes && statement.trim() === '') return 'Say what happened and what was stopped.'
    if (takesFiles && folder.chosen === '') return 'Choose the folder of the medium.'
    if (takesFiles && description.trim() === '') return 'Say what the files are.'
    return undefined
  }
  const perform = (): void => {
    if (locked !== undefined) return
    void act('run.perform', {
      ...at(run),
      input: {
        kind: 'evidence',
        statement: freezes ? statement.trim() : null,
        folder: takesFiles ? folder.chosen : null,
        description: takesFiles ? description.trim() : null,
      },
    })
  }
  return (
    <StepFrame
      run={run}
      onSubmit={perform}
      bar={
        <PerformBar step={step} locked={locked}>
          {body.drill ? 'Collect the evidence of this drill' : 'Collect the evidence and record it'}
        </PerformBar>
      }
    >
      <Section title="In this order" note="what is lost first comes first">
        <Rows>
          {body.groups.map((group) => {
            const got = body.result?.groups.find((one) => one.group === group)
            return (
              <ListRow
                key={group}
                tone={got === undefined ? 'waiting' : 'ok'}
                name={GROUPS[group].name}
                fact={group === 'hsm' && body.tokens.length > 0 ? body.tokens.join(', ') : GROUPS[group].fact}
                value={
                  got === undefined
                    ? ''
                    : `${got.items.toLocaleString('en')} items, ${got.bytes.toLocaleString('en')} bytes`
                }
              />
            )
          })}
        </Rows>
      </Section>
      {takesInput(step) && freezes && (
        <div className={styles['path']}>
          <TextField
            label="What happened, and what was stopped"
            value={statement}
            onChange={setStatement}
            maxLength={2000}
            help="In your own words, with times. It is the first piece of evidence."
          />
        </div>
      )}
      {takesInput(step) && takesFiles && (
        <div className={styles['path']}>
          <PathField
            label="Folder where the medium is mounted"
            value={folder.path}
            onChange={folder.setPath}
            onChoose={folder.choose}
            chooseLabel="Choose the folder …"
            help="Every plain file is copied. Links are not followed, nothing is opened or started."
          />
          <TextField
            label="What these files are"
            value={description}
            onChange={setDescription}
            maxLength={200}
            help="Databases, logs, photographs: from where, brought by whom."
          />
        </div>
      )}
      <Section title="On whose order">
        <KeyValue
          labels="wide"
          wrap
          rows={[
            { label: 'Authority', value: body.authority },
            { label: 'Reason', value: body.reason },
          ]}
        />
      </Section>
      {body.result !== null && <Result result={body.result} />}
    </StepFrame>
  )
}

function Result({ result }: { readonly result: NonNullable<Body['result']> }): ReactElement {
  const { findings, omitted } = result
  return (
    <>
      {findings.length > 0 && (
        <Section title="What could not be had" note="the rest is kept">
          <FindingRows
            label="What could not be had"
            quiet={false}
            findings={findings.map(({ words }) => ({ words, severity: 'attention' as const }))}
          />
          {omitted > 0 && <p className={styles['help']}>{omitted} more are in the record.</p>}
        </Section>
      )}
      <DigestBlock title="SHA-256 of the record" digest={result.record} />
    </>
  )
}
