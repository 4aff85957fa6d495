import type { ReactElement } from 'react'

import type { EntryView } from '../../../shared/ipc/contract/log.ts'
import { DigestLine } from '../../ui/digest-line.tsx'
import { groupHex } from '../../ui/digest.ts'
import { FactColumns, KeyValue } from '../../ui/key-value.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import { KIND_WORDS } from './kind-words.ts'

const LONG_HEX = /^[0-9a-f]{32,}$/

/** When, as whom, in which step, signed how; then what is compared, then everything else. */
export function EntryFields({ entry }: { readonly entry: EntryView }): ReactElement {
  const { sentence, role, step, signature, kind } = entry
  const rows = [
    ...entry.digests.map(({ name, digest }) => ({
      label: name,
      value: <DigestLine digest={digest} length="compare" />,
    })),
    ...entry.fields.map(({ name, value }) => ({ label: name, value: <FieldValue value={value} /> })),
    ...entry.blobs.map(({ name, size, sha256 }) => ({
      label: 'File',
      value: (
        <>
          {name}, {size.toLocaleString('en')} bytes
          <code title={groupHex(sha256)}>{groupHex(sha256, 16)} …</code>
        </>
      ),
    })),
  ]
  return (
    <Section title="Fields" note={`entry ${sentence.index.toLocaleString('en')}, ${KIND_WORDS[kind]?.toLowerCase() ?? kind}`}>
      <FactColumns
        rows={[
          { label: 'Time', value: sentence.time },
          { label: 'As', value: role === null ? (entry.actor === null ? 'Conclave' : 'at the console') : role },
          { label: 'Step', value: step ?? 'none' },
          { label: 'Signature', value: <Signature signature={signature} /> },
        ]}
      />
      <KeyValue labels="wide" rows={numbered(rows)} wrap />
    </Section>
  )
}

function FieldValue({ value }: { readonly value: string }): ReactElement {
  return LONG_HEX.test(value) ? <code>{groupHex(value)}</code> : <>{value}</>
}

function Signature({ signature }: { readonly signature: EntryView['signature'] }): ReactElement {
  if (signature === null) return <State tone="off">none in it</State>
  return (
    <State tone={signature.valid ? 'ok' : 'danger'}>
      {signature.valid ? 'valid' : 'not valid'}, {signature.algorithm}
    </State>
  )
}

/** Labels tell the rows apart: files may share theirs. */
function numbered<R extends { readonly label: string }>(rows: readonly R[]): R[] {
  const times = new Map<string, number>()
  return rows.map((row) => {
    const count = (times.get(row.label) ?? 0) + 1
    times.set(row.label, count)
    return count === 1 ? row : { ...row, label: `${row.label} ${count}` }
  })
}
