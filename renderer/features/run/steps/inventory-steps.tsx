import type { ReactElement } from 'react'

import type { StepBodyOf } from '../../../../shared/ipc/contract/steps.ts'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { fleetGraph } from '../../../ui/fleet-graph.ts'
import { ImpactFlow } from '../../../ui/impact-flow.tsx'
import { issueTime } from '../../../ui/issue-time.ts'
import { FactColumns, KeyValue } from '../../../ui/key-value.tsx'
import { ListRow, Rows } from '../../../ui/list-row.tsx'
import { Section } from '../../../ui/section.tsx'
import { useFolder } from '../chosen-path.ts'
import { InventoryFindings } from '../inventory-findings.tsx'
import { PathStep } from '../path-step.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'

const OF: Readonly<Record<StepBodyOf<'import-inventory'>['of'], string>> = {
  fleet: 'what the fleet runs',
  issuer: 'what issuers say they issued',
  observed: 'what somebody saw',
}

/** Files with certificates, or in a drill a fleet that never was. */
export function ImportInventoryStep({ run, step, body }: StepProps<'import-inventory'>): ReactElement {
  const path = useFolder({ title: `The folder with ${OF[body.of]}`, buttonLabel: 'Take this folder' })
  const result = body.result !== null && <Imported result={body.result} />
  if (body.played) {
    return (
      <PerformStep run={run} step={step} button="DRILL: make a fleet up">
        {result}
      </PerformStep>
    )
  }
  return (
    <PathStep
      run={run}
      step={step}
      kind="folder"
      path={path}
      label={`Folder with ${OF[body.of]}`}
      help="JSON Lines, PEM, DER, a cfssl database, an OpenBao list or a CRL; labels in a file *.labels.yaml. Broken rows are set aside."
      button="Take this inventory"
    >
      {result}
    </PathStep>
  )
}

function Imported({
  result,
}: {
  readonly result: NonNullable<StepBodyOf<'import-inventory'>['result']>
}): ReactElement {
  return (
    <>
      <Section title={result.synthetic ? 'SYNTHETIC: no such fleet exists' : 'What was taken in'}>
        <FactColumns
          rows={[
            { label: 'Certificates', value: number(result.certificates) },
            { label: 'Repeated rows', value: number(result.repeated) },
            { label: 'Set aside', value: number(result.rejected) },
            { label: 'Findings', value: number(result.findingsTotal) },
          ]}
        />
        <Rows>
          {result.sources.map((source) => (
            <ListRow
              key={source.name}
              tone={source.rejected > 0 ? 'attention' : 'ok'}
              name={source.name}
              fact={source.kind}
              value={`${number(source.rows)} rows${source.rejected === 0 ? '' : `, ${number(source.rejected)} set aside`}`}
            />
          ))}
        </Rows>
        {result.sourcesOmitted > 0 && <p>and {number(result.sourcesOmitted)} more files</p>}
      </Section>
      <InventoryFindings findings={result.findings} total={result.findingsTotal} />
      <DigestBlock title="Inventory SHA-256" digest={result.inventory} />
    </>
  )
}

/** What hangs on a key: regions, services, owners, and how long it takes. */
export function ComputeImpactStep({ run, step, body }: StepProps<'compute-impact'>): ReactElement {
  const { result } = body
  return (
    <PerformStep run={run} step={step} button="Count what hangs on it">
      {result === null ? (
        <Section title={body.authority ?? 'Every issuer of the inventory'}>
          <KeyValue
            labels="wide"
            rows={[
              { label: 'Issued from', value: body.since ?? 'the beginning' },
              { label: 'Issued to', value: body.until ?? 'now' },
            ]}
          />
        </Section>
      ) : (
        <>
          <Section title={result.synthetic ? `SYNTHETIC: ${result.subject}` : result.subject}>
            <FactColumns
              rows={[
                { label: 'To be replaced', value: number(result.live) },
                { label: 'Services', value: number(result.services) },
                { label: 'Regions', value: number(result.regions) },
                { label: 'Owners to tell', value: number(result.owners) },
              ]}
            />
            <KeyValue
              labels="wide"
              wrap
              rows={[
                { label: 'At the best', value: issueTime(result.minutesAtBest) },
                { label: 'At the mean', value: issueTime(result.minutesAtMean) },
                { label: 'By', value: result.basis },
              ]}
            />
          </Section>
          <ImpactFlow
            title="From the key to the services"
            note="certificates to be replaced"
            graph={fleetGraph(result.subject, result.graph)}
          />
          <Counts title="Authorities" rows={result.authorities} />
          <Counts title="Regions" rows={result.byRegion} />
          <Counts title="Services" rows={result.byService} />
          <Counts title="Owners" rows={result.byOwner} />
          <DigestBlock title="Impact SHA-256" digest={result.impact} />
        </>
      )}
    </PerformStep>
  )
}

function Counts({
  title,
  rows,
}: {
  readonly title: string
  readonly rows: readonly { readonly name: string; readonly live: number }[]
}): ReactElement {
  return (
    <Section title={title}>
      <Rows>
        {rows.map(({ name, live }) => (
          <ListRow key={name} density="dense" name={name === '' ? 'none said' : name} value={number(live)} />
        ))}
      </Rows>
    </Section>
  )
}

/** What nobody can explain. */
export function ReconcileInventoryStep({ run, step, body }: StepProps<'reconcile-inventory'>): ReactElement {
  const { result } = body
  return (
    <PerformStep run={run} step={step} button="Compare them">
      <Section title={result?.synthetic === true ? 'SYNTHETIC: made-up sides' : 'What is compared'}>
        <KeyValue
          labels="wide"
          rows={body.sides.map(({ role, title }) => {
            const side = result?.sides.find((one) => one.role === role)
            const compared =
              side === undefined ? '' : `, ${number(side.comparable)} of ${number(side.certificates)} compared`
            return { label: ROLE[role], value: `${title}${compared}` }
          })}
        />
      </Section>
      {result !== null && (
        <>
          <InventoryFindings
            findings={result.findings}
            total={result.counts.reduce((sum, { count }) => sum + count, 0)}
          />
          <DigestBlock title="Reconciliation SHA-256" digest={result.reconciliation} />
        </>
      )}
    </PerformStep>
  )
}

const ROLE = { fleet: 'The fleet', issuer: 'The issuers', observed: 'What was seen' } as const

function number(value: number): string {
  return value.toLocaleString('en')
}
