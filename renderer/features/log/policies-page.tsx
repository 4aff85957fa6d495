import type { ReactElement } from 'react'
import { Link } from 'react-aria-components'

import type { PolicyVersion } from '../../../shared/ipc/contract/stories.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { hrefTo } from '../../route.ts'
import { ComparisonTable } from '../../ui/comparison-table.tsx'
import { DigestLine } from '../../ui/digest-line.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { Section } from '../../ui/section.tsx'
import styles from './stories.module.css'

const NOTHING = {}

/** Every policy that was ever in force, the newest first, beside the one before it. */
export function PoliciesPage(): ReactElement {
  const { value, failure } = useReading('log.policies', NOTHING)
  return (
    <ScrollArea label="Policies" className={styles['page']}>
      {failure !== null && <FailureNote failure={failure} />}
      {value === undefined && failure === null && <p className={styles['wait']}>Looking for policies in the log.</p>}
      {value?.versions.toReversed().map((version, index, all) => (
        <Version key={version.entry} version={version} isFirst={index === all.length - 1} />
      ))}
    </ScrollArea>
  )
}

interface VersionProps {
  readonly version: PolicyVersion
  readonly isFirst: boolean
}

function Version({ version: policy, isFirst }: VersionProps): ReactElement {
  const { title, version, digest, entry, time, run, rows } = policy
  const changed = rows.filter(({ verdict }) => verdict === 'changes').length
  return (
    <Section
      title={`${title}, version ${String(version)}`}
      note={`in force from ${time}${run === null ? ', at the founding' : `, by ${run}`}`}
      link={<Link href={hrefTo('log', String(entry))}>Entry {entry.toLocaleString('en')}</Link>}
    >
      <KeyValue rows={[{ label: 'Digest', value: <DigestLine digest={digest} length="row" /> }]} />
      {isFirst ? (
        <KeyValue labels="wide" rows={rows.map(({ field, actual }) => ({ label: field, value: actual }))} />
      ) : (
        <>
          <p className={styles['lead']}>
            {changed} of {rows.length} terms differ from the version before.
          </p>
          <ComparisonTable
            label={`Policy version ${String(version)}`}
            planTitle="Before"
            actualTitle="From then on"
            fields="wide"
            rows={rows}
          />
        </>
      )}
    </Section>
  )
}
