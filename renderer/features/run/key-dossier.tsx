import type { ReactElement } from 'react'

import type { KeyView } from '../../../shared/ipc/contract/views.ts'
import { ComparisonTable } from '../../ui/comparison-table.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import { DigestBlock } from '../../ui/digest-block.tsx'
import { algorithmName } from '../../ui/algorithm-name.ts'

export interface KeyDossierProps {
  readonly view: KeyView
  /** Whose wish the attributes are compared with. */
  readonly policy?: string
}

/** A key as the token described it, beside what the policy wants, and its public key as a digest. */
export function KeyDossier({ view, policy = 'Policy' }: KeyDossierProps): ReactElement {
  const isFine = view.attributes.every(({ ok }) => ok)
  const asked = view.attributes.filter((attribute) => attribute.required !== null)
  const others = view.attributes.filter((attribute) => attribute.required === null)
  return (
    <>
      <Section
        title={view.name}
        link={
          <State tone={isFine ? 'ok' : 'danger'}>
            {isFine ? 'As the policy wants it' : 'Not as the policy wants it'}
          </State>
        }
      >
        <KeyValue
          labels="wide"
          rows={[
            { label: 'Algorithm', value: algorithmName(view.algorithm) },
            { label: 'HSM', value: `${view.token}, serial ${view.tokenSerial}` },
            { label: 'Id on the token', value: <code>{view.id}</code> },
          ]}
        />
      </Section>
      <ComparisonTable
        label={`Attributes of ${view.name}`}
        planTitle={policy}
        actualTitle="Read back from the HSM"
        fields="wide"
        rows={asked.map((attribute) => ({
          field: attribute.name,
          planned: attribute.required,
          actual: attribute.actual,
          verdict: attribute.ok ? 'same' : 'differs',
        }))}
      />
      {others.length > 0 && (
        <p className="muted small">
          Not asked for by the policy: {others.map(({ name, actual }) => `${name} ${actual}`).join(', ')}.
        </p>
      )}
      <DigestBlock title="Public key SHA-256" digest={view.spki} />
    </>
  )
}
