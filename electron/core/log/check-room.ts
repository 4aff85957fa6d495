import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { type FacilityState, isPractice } from '../../../shared/facility/state.ts'
import type { EntryOf } from '../../../shared/ledger/entries.ts'
import { handedOver } from '../../../shared/procedure/attendance.ts'
import type { Deviation } from '../../../shared/procedure/deviation.ts'
import { type StepOutput, stepOutputs } from '../../../shared/procedure/outputs.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { airGap, airGapDeviation, airGapVerdict, worstFirst } from '../../../shared/room/air-gap.ts'
import { applyBags, bagDeviation, type BagProblem, checkBags } from '../../../shared/room/bags.ts'
import { clockDeviation } from '../../../shared/room/clock-check.ts'
import { mediaDeviation, mediaSummary, worstMediaFirst } from '../../../shared/room/media.ts'
import { tokenChanges } from '../../../shared/room/token-reading.ts'
import { z } from '../../../shared/zod.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { referredDigest } from '../procedure/referred-digest.ts'
import { assertFindings, assertSame, checkHeard, checkInspection, checkReadings } from './check-readings.ts'

interface Place {
  readonly run: RunState
  readonly step: StepState
  readonly state: FacilityState
  readonly artifacts: ArtifactReader
}

const mediaInspection = z.object({ summary: mediaSummary })

/**
 * What a step of the room says, against what it was made of: facts, earlier records, what people signed. Above all, that
 * nothing which calls for an exception was passed over. `state` is before the entry. Throws log-inconsistent.
 */
export function checkRoom(entry: EntryOf<'step-done'>, place: Place): void {
  const { state, run, step, artifacts } = place
  const practice = isPractice(state)
  switch (entry.data.kind) {
    case 'check-clock': {
      const output = read(entry, 'check-clock')
      checkReadings(output, run, state)
      assertRaised(output, practice ? null : clockDeviation(output))
      return
    }
    case 'check-air-gap': {
      const output = read(entry, 'check-air-gap')
      const facts = airGap.parse(parseCanonical(artifacts.get(output.facts)))
      assertSame(output.verdict, airGapVerdict(facts), 'the verdict is not that of the facts')
      assertFindings(output, worstFirst(facts.findings))
      assertRaised(output, practice ? null : airGapDeviation(facts))
      return
    }
    case 'inspect-media': {
      const output = read(entry, 'inspect-media')
      const { summary } = mediaInspection.parse(parseCanonical(artifacts.get(output.inspection)))
      const { findings, ...about } = summary
      const { findings: _shown, omitted: _omitted, inspection: _inspection, deviation: _deviation, ...said } = output
      assertSame(said, about, 'the medium is not the one that was looked at')
      assertFindings(output, worstMediaFirst(findings))
      assertRaised(output, practice ? null : mediaDeviation(summary.findings))
      return
    }
    case 'inspect-token': {
      const output = read(entry, 'inspect-token')
      const last = state.room.readings.get(output.tokenName)
      const changes = last === undefined ? [] : tokenChanges(last, output.reading)
      checkInspection(output, artifacts)
      assertSame(output.lastRead, last?.at ?? null, 'it was read at another time before')
      assertSame(output.changes.length, changes.length, 'the changes are not those since the last reading')
      const found = changes.length > 0 || output.userPin !== 'ok'
      assertSame(output.deviation !== null, found, 'what was found is not what was raised')
      return
    }
    case 'record-bag':
      checkBag(read(entry, 'record-bag'), { at: entry.time, run: run.id }, state)
      return
    case 'read-back': {
      const output = read(entry, 'read-back')
      if (step.step.kind !== 'read-back') return
      assertSame(
        output.digest,
        referredDigest(run, step.step.digest).digest,
        'it is not the digest that the step names',
      )
      assertSame(output.compared >= step.step.words, true, 'less was compared than the step demands')
      assertSame(output.reader === output.listener, false, 'one person read it and heard it')
      checkHeard(output, step.step, place)
      return
    }
    case 'hand-over': {
      const { left, came, ...people } = read(entry, 'hand-over')
      assertSame({ left, came }, handedOver(run, step, people), 'nobody signed that')
      return
    }
    default:
  }
}

function checkBag(output: StepOutput<'record-bag'>, at: { at: string; run: string }, state: FacilityState): void {
  let custody = state.room.bags
  const problems: BagProblem[] = []
  for (const bag of output.bags) {
    problems.push(...checkBags(custody, bag))
    custody = applyBags(custody, bag, at)
  }
  const codes = (all: readonly BagProblem[]): string[] => all.map(({ code, item }) => `${code} ${item}`)
  assertSame(codes(output.problems), codes(problems), 'the problems are not those of the records before')
  assertRaised(output, bagDeviation(problems))
}

function read<K extends keyof typeof stepOutputs>(entry: EntryOf<'step-done'>, kind: K): StepOutput<K> {
  return stepOutputs[kind].parse(entry.data.output) as StepOutput<K>
}

/** Whether there is one; its words are those of the version that wrote it. */
function assertRaised(output: { readonly deviation: Deviation | null }, wanted: Deviation | null): void {
  assertSame(output.deviation !== null, wanted !== null, 'what was found is not what was raised')
}
