import type { ReactElement } from 'react'

import type { ReceiverView } from '../../../../shared/ipc/contract/reports.ts'
import { hrefTo } from '../../../route.ts'
import { counted } from '../../../../shared/counted.ts'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { FindingList } from '../../../ui/finding-list.tsx'
import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { useFile } from '../chosen-path.ts'
import { PathStep, type PathStepProps } from '../path-step.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'
import { list } from '../wording.ts'

const RESULT: Readonly<Record<string, string>> = {
  applied: 'Applied everywhere',
  'rolled-back': 'Applied, and taken back',
  stopped: 'Stopped on the way; what was changed was put back',
  refused: 'Refused; nothing was changed',
}

type ReportStepProps = Pick<
  PathStepProps,
  'run' | 'step' | 'path' | 'label' | 'help' | 'button' | 'before' | 'children'
> & {
  readonly played: boolean
}

/** A file from the receiver; in a drill nothing but the button, since the console plays the receiver. */
function ReportStep({ played, before, children, ...rest }: ReportStepProps): ReactElement {
  if (!played) {
    return (
      <PathStep kind="file" before={before} {...rest}>
        {children}
      </PathStep>
    )
  }
  const { run, step } = rest
  return (
    <PerformStep run={run} step={step} button="DRILL: play what comes back">
      {before}
      {children}
    </PerformStep>
  )
}

/** The signed answer of a receiver to one hand-off. */
export function AwaitReceiptStep({ run, step, body }: StepProps<'await-receipt'>): ReactElement {
  const path = useFile({
    title: `The receipt for ${body.domain}`,
    buttonLabel: 'Take this receipt',
    kind: 'Receipts',
    extensions: ['json'],
  })
  const { result } = body
  return (
    <ReportStep
      run={run}
      step={step}
      played={body.played}
      path={path}
      label="File with the receipt"
      help="The .json file; its signature, the .p7s file, lies beside it."
      button={path.chosen === '' ? 'Take the receipt' : 'Take this receipt'}
      before={
        result === null && (
          <Section title="What is waited for">
            <KeyValue
              labels="wide"
              rows={[
                {
                  label: 'Hand-off',
                  value:
                    body.handoff === null
                      ? `none has left for ${body.domain} yet`
                      : `${body.domain}, epoch ${body.handoff.epoch}, no. ${body.handoff.sequence}`,
                },
                { label: 'Receivers', value: receivers(body.receivers) },
              ]}
            />
          </Section>
        )
      }
    >
      {result !== null && (
        <>
          <Section title={RESULT[result.result] ?? result.result} note={`says ${result.receiver}`}>
            <KeyValue
              labels="wide"
              wrap
              rows={[
                { label: 'Hand-off', value: `${body.domain}, epoch ${result.epoch}, no. ${result.sequence}` },
                ...(result.reason === null ? [] : [{ label: 'Reason', value: result.reason }]),
                ...result.stages.map((stage) => ({
                  label: stage.region,
                  value: `${stage.result}, ${counted(stage.checks, 'check')}${stage.failed === null ? '' : `; ${stage.failed.target}: ${stage.failed.detail}`}`,
                })),
                ...(result.missing === 0
                  ? []
                  : [{ label: 'Missing', value: `${counted(result.missing, 'earlier report')} of this receiver` }]),
              ]}
            />
          </Section>
          <DigestBlock title="Receipt SHA-256" digest={result.report} />
        </>
      )}
      {body.handoff !== null && <DigestBlock title="Manifest SHA-256" digest={body.handoff.manifest} />}
    </ReportStep>
  )
}

/** What the regions of a receiver really serve, where it is not what was signed here. */
export function ImportStatusStep({ run, step, body }: StepProps<'import-status'>): ReactElement {
  const path = useFile({
    title: `The status report for ${body.domain}`,
    buttonLabel: 'Take this report',
    kind: 'Status reports',
    extensions: ['json'],
  })
  const { result } = body
  return (
    <ReportStep
      run={run}
      step={step}
      played={body.played}
      path={path}
      label="File with the status report"
      help="The .json file; its signature, the .p7s file, lies beside it."
      button={path.chosen === '' ? 'Compare the status report' : 'Compare this status report'}
      before={
        result === null && (
          <Section title={body.domain}>
            <KeyValue labels="wide" rows={[{ label: 'Receivers', value: receivers(body.receivers) }]} />
          </Section>
        )
      }
    >
      {result !== null && (
        <>
          <Section title="What the fleet runs" note={`reported by ${result.receiver}`}>
            <KeyValue
              labels="wide"
              rows={result.regions.map(({ region, epoch, sequence }) => ({
                label: region,
                value: sequence === null ? 'no hand-off yet' : `epoch ${epoch ?? 0}, no. ${sequence}`,
              }))}
            />
          </Section>
          {result.findings.length === 0 ? (
            <Section title="Nothing that was not signed here" />
          ) : (
            <FindingList
              findings={result.findings.map(({ playbook, ...finding }, place) => ({
                ...finding,
                id: String(place),
                from: null,
                playbook: playbook && {
                  title: playbook.title,
                  href: hrefTo('incidents', 'playbook', playbook.procedure),
                },
              }))}
            />
          )}
          <DigestBlock title="Report SHA-256" digest={result.report} />
        </>
      )}
    </ReportStep>
  )
}

function receivers(all: readonly ReceiverView[]): string {
  return all.length === 0 ? 'none is registered' : list(all.map(({ name }) => name))
}
