import { type ReactElement, useState } from 'react'

import { useReading } from '../../bridge/use-reading.ts'
import { LinkButton } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Section } from '../../ui/section.tsx'
import styles from './hsms.module.css'
import type { TokenPlace } from './open-keys.tsx'

/** What the token can do; asked only when somebody wants to know. */
export function Mechanisms({ at }: { readonly at: TokenPlace }): ReactElement {
  const [asked, setAsked] = useState(false)
  return (
    <Section
      title="Mechanisms"
      {...(!asked && { note: 'what the token can do' })}
      link={<LinkButton onPress={() => setAsked(!asked)}>{asked ? 'Put the list away' : 'Ask the token'}</LinkButton>}
    >
      {asked && <MechanismTable at={at} />}
    </Section>
  )
}

function MechanismTable({ at }: { readonly at: TokenPlace }): ReactElement {
  const { value, failure } = useReading('hsms.mechanisms', at)
  if (failure !== null) return <FailureNote failure={failure} />
  if (value === undefined) return <p className={styles['none']}>Asking the token.</p>
  return (
    <table className={styles['table']} aria-label="Mechanisms">
      <thead>
        <tr>
          <th scope="col">Mechanism, {value.mechanisms.length} in all</th>
          <th scope="col">Code</th>
          <th scope="col">Key sizes</th>
          <th scope="col">For</th>
        </tr>
      </thead>
      <tbody>
        {value.mechanisms.map(({ name, code, minKeySize, maxKeySize, flags }) => (
          <tr key={code}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>
              <code>{code.toString(16).padStart(8, '0')}</code>
            </td>
            <td>{maxKeySize === 0 ? '' : `${minKeySize} to ${maxKeySize}`}</td>
            <td>{flags.map((flag) => flag.replace(/^CKF_/, '').replaceAll('_', ' ').toLowerCase()).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
