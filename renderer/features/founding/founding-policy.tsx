import { type ReactElement, useEffect, useState } from 'react'

import type { FoundingView } from '../../../shared/ipc/contract/founding.ts'
import { call, type Response } from '../../bridge/client.ts'
import { Bitting } from '../../ui/bitting.tsx'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Section } from '../../ui/section.tsx'
import { Select } from '../../ui/select.tsx'
import { WordGrid } from '../../ui/word-grid.tsx'
import styles from './founding.module.css'
import { actOnFounding, useFounding } from './founding-store.ts'

/** Who must approve what: a policy that comes with the program, or a file. */
export function FoundingPolicy({ founding }: { readonly founding: FoundingView }): ReactElement {
  const refusal = useFounding((store) => store.refusal)
  const [known, setKnown] = useState<Response<'founding.policies'>['policies']>([])
  useEffect(() => {
    call('founding.policies', {}).then(
      ({ policies }) => setKnown(policies),
      () => undefined,
    )
  }, [])
  const fromFile = async (): Promise<void> => {
    const { path } = await call('host.choose-file', {
      title: 'The policy',
      buttonLabel: 'Read this policy',
      kind: 'Policies',
      extensions: ['yaml', 'yml'],
    })
    if (path !== null) await actOnFounding('founding.set-policy', { path })
  }
  const { policy } = founding
  return (
    <Section title="Policy" note={policy === null ? 'none yet' : `${policy.title}, version ${policy.version}`}>
      <div className={styles['line']}>
        <Select
          label="Policy that comes with Conclave"
          value={known.find(({ title }) => title === policy?.title)?.name}
          onChange={(name) => void actOnFounding('founding.set-policy', { name })}
          choices={known.map(({ name, title }) => ({ id: name, label: title }))}
        />
        <Button onPress={() => void fromFile()}>Read a policy file …</Button>
      </div>
      {refusal?.act === 'founding.set-policy' && <FailureNote failure={refusal.failure} />}
      {policy !== null && (
        <div className={styles['columns']}>
          <ul className={styles['quorums']}>
            {policy.quorums.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <div>
            <p className="small">
              SHA-256 of the policy <Bitting digest={policy.digest.hex} width={120} height={13} />
            </p>
            <WordGrid digest={policy.digest} label="Policy SHA-256" />
          </div>
        </div>
      )}
    </Section>
  )
}
