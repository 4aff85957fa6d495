import type { ReactElement } from 'react'

import type { TokenView } from '../../../shared/ipc/contract/views.ts'
import type { TokenInfo } from '../../../shared/ipc/hsm-contract.ts'
import { FactColumns, KeyValue } from '../../ui/key-value.tsx'
import { Section } from '../../ui/section.tsx'
import { Badge, State } from '../../ui/state.tsx'
import styles from './hsms.module.css'
import { KnownKeys } from './known-keys.tsx'
import { Mechanisms } from './mechanisms.tsx'
import { OpenKeys } from './open-keys.tsx'
import type { Hsms } from './place.ts'
import { pinTone, pinTrouble } from './statement.ts'

export interface TokenDetailProps {
  readonly hsms: Hsms
  readonly label: string
  readonly serial: string
}

/** One token: what it says of itself, its keys beside what the policy wants of them, what it can do. */
export function TokenDetail({ hsms, label, serial }: TokenDetailProps): ReactElement {
  const module = hsms.modules.find(({ tokens }) =>
    tokens.some((token) => token.label === label && token.serial === serial),
  )
  const token = module?.tokens.find((other) => other.label === label && other.serial === serial)
  const slot = module?.slots.find((other) => other.token?.label === label && other.token.serial === serial)
  const registered = hsms.registered.find((other) => other.label === label && other.serial === serial)
  const name = registered?.name ?? label
  if (module === undefined || token === undefined) {
    return (
      <>
        <h2 className={styles['title']}>{name} is not connected</h2>
        <p className={styles['advice']}>
          No module shows the token &ldquo;{label}&rdquo;, serial <code>{serial}</code>. Connect the HSM, or put its
          card in the reader, then look again. Nothing that needs it can be done until then.
        </p>
        <KnownKeys label={label} serial={serial} />
      </>
    )
  }
  const at = { module: module.path, label, serial }
  return (
    <>
      <h2 className={styles['title']}>
        {name}
        <Badge tone={token.open ? 'now' : 'off'}>{token.open ? 'Open' : 'Closed'}</Badge>
      </h2>
      <p className={styles['advice']}>{advice(token)}</p>
      <Section
        title="Token"
        note={token.name === null ? 'not registered in this facility' : `registered as ${token.name}`}
      >
        <FactColumns
          rows={[
            { label: 'Model', value: token.model },
            { label: 'Serial', value: <code>{serial}</code> },
            { label: 'Firmware', value: token.firmware },
            {
              label: 'PIN',
              value: <State tone={pinTone(token.userPin)}>{pinTrouble(token.userPin)?.word ?? 'no wrong try'}</State>,
            },
          ]}
        />
        {slot !== undefined && slot.token !== null && (
          <TokenFacts token={slot.token} hardware={slot.hardware} slot={slot.description} />
        )}
      </Section>
      {token.open ? <OpenKeys at={at} /> : <KnownKeys label={label} serial={serial} />}
      <Mechanisms at={at} />
    </>
  )
}

function advice(token: TokenView): string {
  const trouble = pinTrouble(token.userPin)
  if (trouble !== null) return trouble.text
  if (token.name === null) return 'It is in a slot, but this facility did not register it: no ceremony can use it.'
  if (token.open) return 'Its keys can be used by the steps of the open ceremony. A step closes it again.'
  return 'Nothing can be signed with it now. A step of a ceremony opens it with its PIN.'
}

interface TokenFactsProps {
  readonly token: TokenInfo
  readonly hardware: boolean
  readonly slot: string
}

function TokenFacts({ token, hardware, slot }: TokenFactsProps): ReactElement {
  return (
    <KeyValue
      labels="wide"
      rows={[
        { label: 'Slot', value: `${slot}, ${hardware ? 'hardware' : 'software only'}` },
        { label: 'Manufacturer', value: token.manufacturer },
        {
          label: 'PIN is entered',
          value: token.protectedAuthenticationPath
            ? 'on the device itself'
            : `here, ${token.pinLength.min} to ${token.pinLength.max} characters`,
        },
        { label: 'Write protected', value: token.writeProtected ? 'yes: no key can be made on it' : 'no' },
      ]}
    />
  )
}
