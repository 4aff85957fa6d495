import { CLASSIFICATION_QUESTIONS, type ClassificationQuestion } from '../../../shared/incident/classification.ts'
import { type FacilityState, isPractice } from '../../../shared/facility/state.ts'
import type { Block } from '../../../shared/paper/paper.ts'
import { outputOf, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import { isNotedOnly } from '../../../shared/room/media.ts'
import { counted } from '../../../shared/counted.ts'
import { personName } from '../log/wording.ts'
import { dateAndTime } from './words.ts'

/** What a look at the room found, and what of its output is said by that. */
export interface RoomTables {
  readonly blocks: readonly Block[]
  /** Members of the output. */
  readonly told: ReadonlySet<string>
}

const NOTHING: RoomTables = { blocks: [], told: new Set() }

const SEVERITIES = {
  wrong: 'WRONG',
  open: 'OPEN',
  unknown: 'Not known',
  attention: 'To be looked at',
  ok: 'As it should be',
} as const

/** Findings, readings and bags as tables; nothing for other steps. */
export function roomTables(state: FacilityState, run: RunState, { step, output }: StepState): RoomTables {
  if (output === null) return NOTHING
  switch (step.kind) {
    case 'check-air-gap': {
      const { findings, omitted, verdict, deviation } = outputOf(run, step.id, 'check-air-gap')
      const excused = isPractice(state) && deviation === null && (verdict === 'open' || verdict === 'unknown')
      return {
        blocks: [
          foundTable(findings.map(({ severity, words }) => [SEVERITIES[severity], words])),
          ...omittedText(omitted),
          ...(excused ? [text('A practice facility may be on a network: it is written down and no deviation.')] : []),
        ],
        told: new Set(['findings', 'verdict', 'omitted', ...told(deviation)]),
      }
    }
    case 'check-clock': {
      const { findings, references, hostTime, deviation } = outputOf(run, step.id, 'check-clock')
      return {
        blocks: [
          {
            block: 'table',
            columns: [
              { title: 'Reference', width: 34 },
              { title: 'Read by', width: 20 },
              { title: 'It said', width: 18 },
              { title: 'This computer', width: 18 },
              { title: 'Apart', width: 10 },
            ],
            rows: references.map(({ reference, person, says, readAt, offsetSeconds, ok }) => [
              reference,
              personName(state, person),
              dateAndTime(says),
              dateAndTime(readAt),
              `${String(offsetSeconds)} s${ok ? '' : ', TOO MUCH'}`,
            ]),
          },
          foundTable(findings.map(({ severity, words }) => [SEVERITIES[severity], words])),
          text(`Compared at ${dateAndTime(hostTime)} of this computer.`),
        ],
        told: new Set(['findings', 'references', 'hostTime', 'host', ...told(deviation)]),
      }
    }
    case 'inspect-media': {
      const { findings, omitted, deviation } = outputOf(run, step.id, 'inspect-media')
      return {
        blocks: [
          ...(findings.length === 0
            ? [text('Nothing on it but plain files, and mounted as it should be.')]
            : [foundTable(findings.map((one) => [isNotedOnly(one) ? 'Written down' : 'NOT AS WANTED', one.words]))]),
          ...omittedText(omitted),
        ],
        told: new Set(['findings', 'omitted', ...told(deviation)]),
      }
    }
    case 'record-bag': {
      const { bags, problems, deviation } = outputOf(run, step.id, 'record-bag')
      return {
        blocks: [
          {
            block: 'table',
            columns: [
              { title: 'What', width: 40 },
              { title: 'Bag that was opened', width: 30 },
              { title: 'Bag that was sealed', width: 30 },
            ],
            rows: bags.map(({ item, opened, sealed }) => [item, opened ?? 'none', sealed ?? 'none']),
          },
          ...problems.map((problem) => text(problem.words)),
        ],
        told: new Set(['bags', 'problems', ...told(deviation)]),
      }
    }
    case 'classify': {
      const { answers } = outputOf(run, step.id, 'classify')
      return {
        blocks: [
          {
            block: 'table',
            columns: [
              { title: 'Question', width: 84 },
              { title: 'Answer', width: 16 },
            ],
            rows: Object.entries(CLASSIFICATION_QUESTIONS).map(([question, words]) => [
              words,
              answers[question as ClassificationQuestion],
            ]),
          },
        ],
        // The signatures say it.
        told: new Set(['answers', 'by', 'confirmedBy', 'reason', 'class']),
      }
    }
    default:
      return NOTHING
  }
}

/** A deviation is an exception with a block of its own; that there is none needs no line. */
function told(deviation: unknown): string[] {
  return deviation === null ? ['deviation'] : []
}

/** One row for all that is alike, in the order given: worst first. */
function foundTable(found: readonly (readonly [kind: string, words: string])[]): Block {
  return {
    block: 'table',
    columns: [
      { title: 'Looked at', width: 20 },
      { title: 'Found', width: 80 },
    ],
    rows: [...Map.groupBy(found, ([kind]) => kind)].map(([kind, alike]) => [
      kind,
      [...new Set(alike.map(([, words]) => words))].join('\n'),
    ]),
  }
}

function omittedText(omitted: number): Block[] {
  return omitted === 0 ? [] : [text(`${counted(omitted, 'finding')} more in the file that is named below.`)]
}

function text(words: string): Block {
  return { block: 'text', text: words }
}
