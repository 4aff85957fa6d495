import type { ReactElement, ReactNode } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { StepBodyOf, StepView } from '../../../shared/ipc/contract/steps.ts'
import { ItemFacts } from '../../ui/item-facts.tsx'
import { DigestBlock } from '../../ui/digest-block.tsx'
import { digestTitle } from '../../ui/item-panel.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import { useInPractice } from './run-context.ts'
import { PerformStep } from './perform-step.tsx'
import { list } from './wording.ts'

export interface IssueFrameProps {
  readonly run: RunView
  readonly step: StepView
  readonly body: StepBodyOf<'issue-certificate'> | StepBodyOf<'issue-crl'>
  /** What was issued, once it is. */
  readonly children: ReactNode
}

/** Signs approved bytes: which, with which key, on whose authority. */
export function IssueFrame({ run, step, body, children }: IssueFrameProps): ReactElement {
  const inPractice = useInPractice()
  const { item, approvers, token } = body
  const names = list(approvers.map(({ name }) => name))
  return (
    <PerformStep
      run={run}
      step={step}
      button={`Sign these ${item.size.toLocaleString('en')} bytes with ${item.signingKey}${inPractice}`}
      note={`In ${token.name ?? token.label}, verified before it is written.`}
    >
      {body.result === null ? (
        <>
          <Section title={item.title}>
            <KeyValue
              labels="wide"
              rows={[
                { label: 'Approved by', value: <State tone="ok">{names}</State> },
                { label: 'Signing key', value: <code>{item.signingKey}</code> },
                {
                  label: 'HSM',
                  value: `${token.name ?? token.label}, serial ${token.serial}, ${token.open ? 'open' : 'closed'}`,
                },
                { label: 'Bytes', value: `${item.size.toLocaleString('en')} bytes, the ones that were approved` },
              ]}
            />
          </Section>
          <ItemFacts item={item} />
          <DigestBlock title={digestTitle(item)} digest={item.tbs} />
        </>
      ) : (
        children
      )}
    </PerformStep>
  )
}
