import { type ReactElement, useState } from 'react'

import { utf8ToBytes } from '../../shared/bytes.ts'
import { ActionBar } from '../ui/action-bar.tsx'
import { AnnunciatorBar } from '../ui/annunciator-bar.tsx'
import { ApprovalSlots } from '../ui/approval-slots.tsx'
import { Bitting } from '../ui/bitting.tsx'
import { Button } from '../ui/button.tsx'
import { ComparisonTable } from '../ui/comparison-table.tsx'
import { DigestLine } from '../ui/digest-line.tsx'
import { HexDump } from '../ui/hex-dump.tsx'
import { FactColumns, KeyValue } from '../ui/key-value.tsx'
import { Meter } from '../ui/meter.tsx'
import { Monogram } from '../ui/monogram.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { PracticeBand } from '../ui/practice-frame.tsx'
import { ProofLine } from '../ui/proof-line.tsx'
import { RowList } from '../ui/row-list.tsx'
import { Script } from '../ui/script.tsx'
import { ScrollArea } from '../ui/scroll-area.tsx'
import { Section } from '../ui/section.tsx'
import { State } from '../ui/state.tsx'
import { ValidityBars } from '../ui/validity-bars.tsx'
import { WindowedList } from '../ui/windowed-list.tsx'
import { WordGrid } from '../ui/word-grid.tsx'
import { Words } from '../ui/words.tsx'
import styles from './gallery.module.css'
import { ACTS, AUTHORITIES, CELLS, COMPARISON, NOW, PLAN, PROOF_COVERS, PROOF_HASHES, TBS } from './samples.ts'

const TOMAS = { id: 'tomas', name: 'Tomás Oliveira' }
const PRIYA = { id: 'priya', name: 'Priya Raman' }
const JOON = { id: 'joon', name: 'Joon-ho Seo' }
const HANNA = { id: 'hanna', name: 'Hanna Voss' }
const ROWS = Array.from({ length: 5000 }, (_, index) => ({ id: String(index), text: `entry ${index}` }))

function Step(): ReactElement {
  return (
    <div className={styles['run']}>
      <Script
        acts={ACTS}
        currentStep="step-17"
        onShow={() => undefined}
        foot={<Meter label="Script" value={16} max={31} words="16 of 31 done, about 55 min left" />}
      />
      <div className={styles['step']}>
        <ComparisonTable label="Root certificate" rows={COMPARISON} actualNote="429 bytes, decoded" />
        <div className={styles['two']}>
          <div>
            <h2 className={styles['digest']}>
              TBS SHA-256 <Bitting digest={TBS.hex} width={178} height={15} strong />
            </h2>
            <WordGrid digest={TBS} label="TBS SHA-256" />
          </div>
          <ApprovalSlots
            needed={2}
            quorum={[{ role: 'officer', count: 2 }]}
            given={[{ person: TOMAS, role: 'officer', time: '2026-11-24T14:29:41Z', entry: 18_429 }]}
            candidates={[PRIYA, JOON]}
            excluded={[{ person: HANNA, reason: 'started it' }]}
            refusals={[{ person: JOON, reason: 'Row C differs', time: '2026-11-24T14:30:00Z' }]}
          />
        </div>
        <ActionBar writes="Writes one approval, entry 18,431." spares="It does not use the root key; step 18 does.">
          <Button variant="danger" size="tall">
            I do not agree
          </Button>
          <Button variant="primary" note="Card 03 is in reader 1. The PIN comes next.">
            Approve these 429 bytes as Priya Raman
          </Button>
        </ActionBar>
      </div>
    </div>
  )
}

function Evidence(): ReactElement {
  const [selected, setSelected] = useState<number | undefined>(3)
  return (
    <div className={styles['evidence']}>
      <Section title="Fields" note="entry 18,429, kind approve">
        <FactColumns
          rows={[
            { label: 'Time', value: '2026-11-24T14:29:41Z' },
            { label: 'As', value: 'Officer, card 02' },
            { label: 'Signature', value: <State tone="ok">valid, P-384</State> },
          ]}
        />
        <KeyValue
          rows={[
            { label: 'TBS', value: <DigestLine digest={TBS} length="compare" /> },
            { label: 'Plan', value: <DigestLine digest={PLAN} /> },
          ]}
        />
        <HexDump
          label="Exact bytes"
          bytes={utf8ToBytes('{"agree":true,"by":"tomas.oliveira","cred":"card-02","i":18429,"kind":"approve"}')}
          lines={4}
        />
      </Section>
      <Section title="Inclusion proof" note="13 hashes lead from this entry to the root">
        <ProofLine
          index={18_429}
          size={18_516}
          path={PROOF_HASHES.map((hash, place) => ({
            hash: hash.repeat(16),
            side: place === 1 || place === 11 ? 'right' : 'left',
            covers: PROOF_COVERS[place] ?? 1,
          }))}
          verdict={<State tone="ok">Root equals checkpoint 18,516</State>}
        />
      </Section>
      <div className={styles['virtual']}>
        <RowList
          label="Entries"
          items={ROWS}
          idOf={(row) => row.id}
          textOf={(row) => row.text}
          renderRow={(row) => <span className={styles['entry']}>{row.text}</span>}
          selected="2"
          onSelect={() => undefined}
        />
      </div>
      <div className={styles['virtual']}>
        <WindowedList
          label="A million entries"
          count={1_000_000}
          renderRow={(index) => <span className={styles['entry']}>entry {index.toLocaleString('en')}</span>}
          selected={selected}
          onSelect={setSelected}
          onShow={() => undefined}
        />
      </div>
      <ScrollArea label="Presenter" className={styles['presenter']}>
        <WordGrid digest={TBS} label="TBS SHA-256" size="presenter" reading={2} />
      </ScrollArea>
    </div>
  )
}

export function Pictures(): ReactElement {
  return (
    <>
      <PracticeBand />
      <AnnunciatorBar
        facility={{ name: 'Zürich vault B', mode: 'Production facility' }}
        cells={CELLS}
        now={NOW}
        zone="Europe/Zurich"
      />
      <PageHead
        title="One thing before the room is ready"
        actions={<Button variant="primary">Record the bag of disc MF-0312</Button>}
      >
        Ceremony <b>Issue Fleet Issuing US-2</b> is planned for 10:00Z, in 1 h 18 min.
      </PageHead>
      <PageHead tone="ok" size="detail" title="Verified: nothing was changed, removed or reordered">
        18,516 entries, 41 checkpoints, 612 files.
      </PageHead>
      <ValidityBars
        title="Authorities"
        note="2 roots, 5 issuing CAs"
        rows={AUTHORITIES}
        now={NOW}
        overlap={{
          rows: ['eu-1', 'eu-2'],
          from: '2026-11-26T00:00:00Z',
          to: '2027-05-31T00:00:00Z',
          label: 'EU overlap, 179 days left',
        }}
      />
      <p className={styles['people']}>
        <Monogram name="Tomás Oliveira" role="officer" /> Officer
        <Monogram name="Greta Lindqvist" role="witness" /> Witness
        <Monogram name="Ada Diallo" role="responder" /> Responder
        <Monogram name="Hanna Voss" role="administrator" /> Administrator
        <Monogram name="Tomás Oliveira" role="officer" state="approved" /> Approved
        <Monogram name="Priya Raman" role="officer" state="expected" /> Expected
        <Words words={TBS.words.slice(0, 6)} more />
      </p>
      <Step />
      <Evidence />
    </>
  )
}
