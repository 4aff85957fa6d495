import type { ReactElement } from 'react'

import type { TokenView } from '../../../shared/ipc/contract/views.ts'
import { KeyValue } from '../../ui/key-value.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'

const PIN_WORDS: Readonly<Record<TokenView['userPin'], string | null>> = {
  ok: null,
  'count-low': 'A wrong PIN was typed since the last right one.',
  'final-try': 'One try is left: a wrong PIN now locks the token.',
  locked: 'The PIN is locked. It needs the security officer of the HSM.',
}

/** Which HSM this is, as the plan names it and as it says itself. */
export function TokenFacts({ token }: { readonly token: TokenView }): ReactElement {
  const warning = PIN_WORDS[token.userPin]
  return (
    <Section
      title={token.name ?? token.label}
      link={<State tone={token.open ? 'now' : 'off'}>{token.open ? 'Open' : 'Closed'}</State>}
    >
      <KeyValue
        labels="wide"
        rows={[
          { label: 'Label on the token', value: <code>{token.label}</code> },
          { label: 'Serial number', value: <code>{token.serial}</code> },
          { label: 'Model', value: [token.manufacturer, token.model].filter(Boolean).join(', ') },
          ...(token.firmware === '' ? [] : [{ label: 'Firmware', value: <code>{token.firmware}</code> }]),
          ...(warning === null ? [] : [{ label: 'PIN', value: <State tone="attention">{warning}</State> }]),
        ]}
      />
    </Section>
  )
}
