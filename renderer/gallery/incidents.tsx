import { type ReactElement, useState } from 'react'

import { AnnunciatorBar } from '../ui/annunciator-bar.tsx'
import { ClocksStrip } from '../ui/clocks-strip.tsx'
import { Decided, Decision } from '../ui/decision.tsx'
import { DrillFrame } from '../ui/drill-frame.tsx'
import { DrillScore } from '../ui/drill-score.tsx'
import { DrillTrend } from '../ui/drill-trend.tsx'
import { HandoffChain } from '../ui/handoff-chain.tsx'
import { HoldToArm } from '../ui/hold-to-arm.tsx'
import { ImpactFlow } from '../ui/impact-flow.tsx'
import { Pips } from '../ui/pips.tsx'
import { Section } from '../ui/section.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Timeline } from '../ui/timeline.tsx'
import styles from './gallery.module.css'
import {
  BIG_IMPACT,
  CLOCKS,
  DRILLS,
  IMPACT,
  INCIDENT_NOW,
  LANES,
  OPTIONS,
  READINGS,
  SCORE,
  TIMELINE,
} from './incident-samples.ts'
import { CELLS } from './samples.ts'

const OPEN = [
  { id: '7', name: 'Incident 7', since: '2026-12-09T02:00:00Z', drill: false, href: '#/incidents' },
  { id: '8', name: 'Drill 3', since: '2026-12-07T23:10:00Z', drill: true, href: '#/incidents' },
]

function Decisions(): ReactElement {
  const [choice, setChoice] = useState<string | undefined>('no')
  const question = 'Can every signature of this key be proven?'
  return (
    <div className={styles['evidence']}>
      <Decision question={question} readings={READINGS} options={OPTIONS} value={choice} onChange={setChoice} />
      <Decided
        readings={READINGS}
        options={OPTIONS}
        chosen="no"
        words="Amara Diallo decided at 02:49Z, Tomás Oliveira confirmed at 03:12Z, entry 18,612."
      />
    </div>
  )
}

function Arming(): ReactElement {
  const act = 'Revoke Fleet Issuing AP-1'
  const note = 'Puts one serial on the root CRL. It does not distrust AP-1 and destroys nothing.'
  const word = (
    <TextField label="Type the third word of the key" value="" onChange={() => undefined} help="skullcap pyramid …" />
  )
  return (
    <div className={styles['stack']}>
      <HoldToArm act={act} note={note} onAct={() => undefined}>
        {word}
      </HoldToArm>
      <HoldToArm act={act} note={note} onAct={() => undefined} still={{ state: 'holding', since: 0 }} />
      <HoldToArm act={act} note={note} onAct={() => undefined} still={{ state: 'asked' }} />
      <HoldToArm
        act={act}
        note={note}
        onAct={() => undefined}
        still={{ state: 'armed', since: 0 }}
        actLocked="Type the word first."
      >
        {word}
      </HoldToArm>
      <HoldToArm act={act} note={note} onAct={() => undefined} locked="Locked until the evidence is sealed, step 7." />
    </div>
  )
}

/** What incidents, drills and transfers are drawn with. */
export function Incidents(): ReactElement {
  return (
    <>
      <AnnunciatorBar
        facility={{ name: 'Zürich vault B', mode: 'Production facility' }}
        cells={CELLS.slice(0, 3)}
        incidents={OPEN}
        now={INCIDENT_NOW}
        zone="Europe/Zurich"
      />
      <div id="clocks">
        <ClocksStrip clocks={CLOCKS} now={INCIDENT_NOW} />
        <ClocksStrip clocks={CLOCKS.filter(({ metAt }) => metAt !== null)} now={INCIDENT_NOW} />
      </div>
      <div id="decisions">
        <Decisions />
      </div>
      <div id="impact" className={styles['narrow']}>
        <ImpactFlow title="Impact" note="425 services in 3 regions, inventory of 02:10Z" graph={IMPACT} />
      </div>
      <div id="impact-big">
        <ImpactFlow title="Impact" note="31 service groups in 5 regions" graph={BIG_IMPACT} />
      </div>
      <div id="chain">
        <HandoffChain
          lanes={LANES}
          hrefOf={(domain, sequence) => `#/transfers/${domain}/${sequence}`}
          current={{ domain: 'us', sequence: 31 }}
        />
        <p className={styles['people']}>
          <Pips pips={['runs', 'runs', 'runs']}>EU-2, no. 47</Pips>
          <Pips pips={['runs', 'runs', 'not']}>US-1, no. 31</Pips>
          <Pips pips={['runs', 'unknown', 'unknown']}>AP-1, no. 29 or 30</Pips>
        </p>
      </div>
      <div id="arming" className={styles['narrow']}>
        <Section title="Arming" note="safe, held, asked, armed, locked">
          <Arming />
        </Section>
      </div>
      <div id="timeline" className={styles['narrow']}>
        <Section title="Timeline" note="newest last">
          <Timeline label="Timeline" items={TIMELINE} since="2026-12-09T02:00:00Z" />
        </Section>
      </div>
      <div id="drills" className={styles['evidence']}>
        <Section title="Score" note="3 of 4 within the target">
          <DrillScore label="Times of drill 6" times={SCORE} />
        </Section>
        <DrillTrend title="Recovery time" note="6 drills" points={DRILLS} />
      </div>
      <div id="drill-frame" className={styles['drill']}>
        <DrillFrame title="Issuing CA compromise">
          <ClocksStrip clocks={CLOCKS} now={INCIDENT_NOW} />
        </DrillFrame>
      </div>
    </>
  )
}
