import type { ReactElement } from 'react'

import type { EntryView } from '../../../shared/ipc/contract/log.ts'
import { DigestLine } from '../../ui/digest-line.tsx'
import { groupHex } from '../../ui/digest.ts'
import { FactColumns, KeyValue } from '../../ui/key-value.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import { KIND_WORDS } from './kind-words.ts'
import styles from './log.module.css'

/** Characters that fit beside another fact. */
const SHORT = 20
const LONG_HEX = /^[0-9a-f]{48,}$/

/** When, as whom, in which step, signed how; then what is compared, then everything else. */
export function EntryFields({ entry }: { readonly entry: EntryView }): ReactElement {
  const { sentence, step, signature, kind, fields, blobs } = entry
  const sentences = fields.filter(({ name }) => name.length > SHORT)
  const long = fields.filter(({ name, value }) => name.length <= SHORT && value.length > SHORT)
  const short = fields.filter(({ name, value }) => name.length <= SHORT && value.length <= SHORT)
  return (
    <Section
      title="Fields"
      note={`entry ${sentence.index.toLocaleString('en')}, ${KIND_WORDS[kind]?.toLowerCase() ?? kind}`}
    >
      <FactColumns
        rows={[
          { label: 'Time', value: sentence.time },
          { label: 'As', value: roleWord(entry) },
          { label: 'Step', value: step ?? 'none' },
          { label: 'Signature in it', value: <Signature signature={signature} /> },
        ]}
      />
      <KeyValue
        labels="medium"
        rows={[...entry.digests, { name: 'Leaf of this entry', digest: entry.leaf }].map(({ name, digest }) => ({
          label: name,
          value: <DigestLine digest={digest} length="row" width={84} />,
        }))}
      />
      <KeyValue
        labels="medium"
        wrap
        rows={[
          ...long.map(({ name, value }) => ({ label: name, value: <LongValue value={value} /> })),
          ...blobs.map(({ name, size, sha256 }, index) => ({
            label: blobs.length === 1 ? 'File' : `File ${index + 1}`,
            value: (
              <span title={groupHex(sha256)}>
                {name}, {size.toLocaleString('en')} bytes, <code>{groupHex(sha256, 8)} …</code>
              </span>
            ),
          })),
        ]}
      />
      {sentences.length > 0 && (
        <KeyValue
          labels="half"
          wrap
          rows={sentences.map(({ name, value }) => ({ label: name, value: <LongValue value={value} /> }))}
        />
      )}
      <div className={styles['facts']}>
        {[0, 1].map((column) => (
          <KeyValue
            key={column}
            labels="medium"
            rows={short
              .filter((_, index) => index % 2 === column)
              .map(({ name, value }) => ({ label: name, value: <span title={value}>{value}</span> }))}
          />
        ))}
      </div>
    </Section>
  )
}

/** Long hex is shown by its begin: it stands in full in the bytes below. */
function LongValue({ value }: { readonly value: string }): ReactElement {
  if (!LONG_HEX.test(value)) return <>{value}</>
  return (
    <code title={value}>
      {groupHex(value, 32)} … {value.length / 2} bytes
    </code>
  )
}

/** What an entry does not tell was done by the program, or by the person at the console. */
function roleWord({ role, actor }: EntryView): string {
  if (role !== null) return role.charAt(0).toUpperCase() + role.slice(1)
  return actor === null ? 'Conclave itself' : 'At the console'
}

function Signature({ signature }: { readonly signature: EntryView['signature'] }): ReactElement {
  if (signature === null) return <State tone="off">none</State>
  return (
    <State tone={signature.valid ? 'ok' : 'danger'}>
      {signature.valid ? 'valid' : 'not valid'}, {signature.algorithm}
    </State>
  )
}
