import { type ReactElement, useState } from 'react'

import type { CollectionView, PackageView } from '../../../shared/ipc/contract/evidence.ts'
import type { IncidentView } from '../../../shared/ipc/contract/incidents.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { counted } from '../../../shared/counted.ts'
import { Button } from '../../ui/button.tsx'
import { DigestLine } from '../../ui/digest-line.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import styles from './incident-pages.module.css'

const NOTHING = {}

/** The locker: what was collected, in which order, by whom, and the packages that hold it. */
export function EvidencePage({ incident }: { readonly incident: IncidentView }): ReactElement {
  const { value, failure } = useReading('evidence.list', NOTHING)
  const of = <T extends { readonly run: string }>(all: readonly T[]): T[] =>
    all.filter(({ run }) => run === incident.run)
  const [packages, collections] = [of(value?.packages ?? []), of(value?.collections ?? [])]
  return (
    <div className={styles['page']}>
      <h1 className="visually-hidden">Evidence</h1>
      {failure !== null && <FailureNote failure={failure} />}
      {value !== undefined && collections.length === 0 && (
        <EmptyState title="Nothing was collected yet">
          {incident.evidence === null
            ? 'This playbook asks for no evidence.'
            : `Revoking, distrusting and destroying wait until step ${incident.evidence.number}, “${incident.evidence.title}”, is done.`}
        </EmptyState>
      )}
      {packages.map((one) => (
        <Sealed key={one.name} sealed={one} />
      ))}
      {collections.map((one) => (
        <Collected key={one.step} collected={one} />
      ))}
    </div>
  )
}

function Sealed({ sealed }: { readonly sealed: PackageView }): ReactElement {
  const { name, drill, sealedAt, sealedBy, recipients, destination, medium, digest } = sealed
  return (
    <Section title={name} note={drill ? 'DRILL: evidence of nothing' : `entry ${sealed.entry.toLocaleString('en')}`}>
      <KeyValue
        labels="wide"
        wrap
        rows={[
          {
            label: 'Sealed',
            value: `${minuteOf(sealedAt)} by ${['the log', ...sealedBy.map((person) => person.name)].join(' and ')}`,
          },
          {
            label: 'Holds',
            value: `${counted(sealed.items, 'item')}, ${counted(sealed.size, 'byte')} in ${counted(sealed.parts, 'part')}`,
          },
          { label: 'May be opened by', value: recipients.map(({ subject }) => subject).join('; ') },
          { label: 'Went to', value: medium === '' ? destination : `${destination}, ${medium}` },
          { label: 'SHA256SUMS', value: <DigestLine digest={digest} length="row" /> },
        ]}
      />
    </Section>
  )
}

const GROUPS: Readonly<Record<CollectionView['groups'][number]['group'], string>> = {
  freeze: 'Statement of the freeze',
  hsm: 'HSMs',
  console: 'This computer and its log',
  files: 'Files from a medium',
}

function Collected({ collected }: { readonly collected: CollectionView }): ReactElement {
  const [isOpen, setOpen] = useState(false)
  const { title, at, by, authority, reason, groups, findings, omitted, sealedIn, record } = collected
  return (
    <Section
      title={title}
      note={`${minuteOf(at)} by ${by.name}`}
      link={
        <State tone={sealedIn.length > 0 ? 'ok' : 'attention'}>
          {sealedIn.length > 0 ? 'sealed' : 'not sealed yet'}
        </State>
      }
    >
      <KeyValue
        labels="wide"
        wrap
        rows={[
          ...groups.map(({ group, items, bytes }) => ({
            label: GROUPS[group],
            value: `${counted(items, 'item')}, ${counted(bytes, 'byte')}`,
          })),
          { label: 'On whose order', value: `${authority}: ${reason}` },
          ...(findings.length === 0
            ? []
            : [
                {
                  label: 'Could not be had',
                  value: `${findings.map(({ words }) => words).join(' ')}${omitted > 0 ? ` ${omitted} more are in the record.` : ''}`,
                },
              ]),
          { label: 'Record', value: <DigestLine digest={record} length="row" /> },
        ]}
      />
      <div className={styles['acts']}>
        <Button size="small" onPress={() => setOpen(!isOpen)}>
          {isOpen ? 'Hide the items' : `Show its ${collected.items.toLocaleString('en')} items`}
        </Button>
      </div>
      {isOpen && <Items collected={collected} />}
    </Section>
  )
}

const PAGE = 50

/** Each item with its custody: when it was taken, from where, and what it hashed to then. */
function Items({ collected: { run, step } }: { readonly collected: CollectionView }): ReactElement {
  const [from, setFrom] = useState(0)
  const { value, failure } = useReading('evidence.items', { run, step, from, limit: PAGE })
  if (value === undefined) return failure === null ? <></> : <FailureNote failure={failure} />
  const end = Math.min(value.total, from + PAGE)
  return (
    <>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col">Source</th>
            <th scope="col">Taken</th>
            <th scope="col">Bytes</th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {value.items.map((item) => (
            <tr key={item.id}>
              <th scope="row">{item.what}</th>
              <td>{item.source}</td>
              <td className={styles['exact']}>{minuteOf(item.acquisition.at)}</td>
              <td className={styles['exact']}>{item.size.toLocaleString('en')}</td>
              <td className={styles['exact']}>
                <code title={item.sha256}>{item.sha256.slice(0, 16)} …</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {value.total > PAGE && (
        <div className={styles['acts']}>
          <Button
            size="small"
            locked={from === 0 ? 'These are the first.' : undefined}
            onPress={() => setFrom(from - PAGE)}
          >
            Before
          </Button>
          <span>
            {from + 1} to {end} of {value.total.toLocaleString('en')}
          </span>
          <Button
            size="small"
            locked={end === value.total ? 'These are the last.' : undefined}
            onPress={() => setFrom(from + PAGE)}
          >
            Next
          </Button>
        </div>
      )}
    </>
  )
}

function minuteOf(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')}Z`
}
