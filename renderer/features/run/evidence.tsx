import type { ReactElement, ReactNode } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { Bitting } from '../../ui/bitting.tsx'
import { groupHex } from '../../ui/digest.ts'
import { Monogram } from '../../ui/monogram.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { Section } from '../../ui/section.tsx'
import type { Tone } from '../../ui/state-glyph.tsx'
import { State } from '../../ui/state.tsx'
import { Words } from '../../ui/words.tsx'
import styles from './evidence.module.css'

type Present = RunView['people'][number]

export interface EvidenceProps {
  readonly run: RunView
  /** Before everything else. */
  readonly first?: ReactNode
}

/** People and proof beside the step: who is here, what deviated, what the log says. */
export function Evidence({ run, first }: EvidenceProps): ReactElement {
  return (
    <ScrollArea className={styles['evidence']} label="Evidence">
      {first}
      <Section title="In the room" note={run.people.length === 0 ? 'nobody named yet' : `${run.people.length} people`}>
        <ul>
          {run.people.map((present) => (
            <li key={present.person.id} className={styles['person']}>
              <Monogram
                name={present.person.name}
                role={present.role}
                size="small"
                state={present.state === 'approved' ? 'approved' : 'present'}
              />
              <b>{present.person.name}</b>
              <Standing present={present} />
            </li>
          ))}
        </ul>
        {run.people.length === 0 && (
          <p className={styles['text']}>{run.starter.name} started this run. Step 1 names everybody who is here.</p>
        )}
      </Section>
      {run.attendance.some(({ until }) => until !== null) && (
        <Section title="Earlier in the room">
          {run.attendance.flatMap(({ person, role, since, until, note }) =>
            until === null
              ? []
              : [
                  <p key={`${person.id} ${since}`} className={styles['text']}>
                    <b>{person.name}</b>, {role}, {since.slice(11, 16)} to {until.slice(11, 16)}Z
                    {note !== '' && `: ${sentence(note)}`}
                  </p>,
                ],
          )}
        </Section>
      )}
      <Section title="Exceptions" note={run.exceptions.length === 0 ? 'none' : `${run.exceptions.length} recorded`}>
        {run.exceptions.map((exception) => (
          <div key={exception.number} className={styles['exception']}>
            <p className={styles['head']}>
              <b>
                Exception {exception.number}
                {exception.step !== null && `, step ${exception.step}`}
              </b>
              <Decision decided={exception.decided} />
            </p>
            <p>
              {sentence(exception.happened)} {exception.by?.name ?? 'Conclave'}, {exception.time.slice(11, 16)}Z.
            </p>
            {exception.decided !== null && (
              <p>
                {sentence(exception.decided.reason)} {exception.decided.by.name}, {exception.decided.time.slice(11, 16)}
                Z.
              </p>
            )}
          </div>
        ))}
      </Section>
      <Section title="Log" note={`${run.entries.toLocaleString('en')} entries`}>
        <ol>
          {run.log.map((entry) => (
            <li key={entry.index} className={styles['entry']}>
              <code>{entry.index.toLocaleString('en')}</code>
              <span>
                <b>{entry.strong}</b> {entry.text}
              </span>
            </li>
          ))}
        </ol>
      </Section>
      {run.checkpoint !== null && <Checkpoint checkpoint={run.checkpoint} people={run.people.length} />}
      {run.files.length > 0 && (
        <Section title="Files of this step">
          <ul>
            {run.files.map((file) => (
              <li key={file.name} className={styles['file']} title={`SHA-256 ${groupHex(file.sha256)}`}>
                <span>{file.name}</span>
                <span>{file.size.toLocaleString('en')} bytes</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </ScrollArea>
  )
}

const TONES: Readonly<Record<Present['state'], Tone | null>> = {
  approved: 'ok',
  'signed-off': 'ok',
  'may-approve': 'next',
  started: null,
  present: null,
}

function Standing({ present }: { readonly present: Present }): ReactElement {
  const tone = TONES[present.state]
  if (tone === null) return <span className={styles['role']}>{present.note}</span>
  return <State tone={tone}>{present.note}</State>
}

function Decision({ decided }: Pick<RunView['exceptions'][number], 'decided'>): ReactElement {
  if (decided === null) return <State tone="attention">Not decided</State>
  if (decided.decision === 'abort') return <State tone="danger">The run ends</State>
  return <State tone="ok">The run goes on</State>
}

function Checkpoint({
  checkpoint,
  people,
}: {
  readonly checkpoint: NonNullable<RunView['checkpoint']>
  readonly people: number
}): ReactElement {
  const { size, root, cosigned, time } = checkpoint
  return (
    <div className={styles['checkpoint']} title={`Root ${groupHex(root.hex)}`}>
      <p className={styles['head']}>
        <b>Checkpoint {size.toLocaleString('en')}</b>
        <Bitting digest={root.hex} width={120} height={13} />
      </p>
      <p>
        <Words words={root.words.slice(0, 4)} more />
      </p>
      <p className="muted">
        {cosigned === 0 ? 'Signed by the log' : `Cosigned by ${cosigned}${people > 0 ? ` of ${people}` : ''}`} at{' '}
        {time.slice(11, 16)}Z
      </p>
    </div>
  )
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
