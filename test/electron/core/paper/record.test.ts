import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { attendancePaper } from '../../../../electron/core/paper/attendance.ts'
import { exceptionsPaper } from '../../../../electron/core/paper/exceptions.ts'
import { genesisPaper } from '../../../../electron/core/paper/genesis.ts'
import { recordPaper } from '../../../../electron/core/paper/record.ts'
import { type PaperSource, sourceOf } from '../../../../electron/core/paper/source.ts'
import { readQrPng } from '../../../../electron/core/transfer/qr-image.ts'
import type { Block, Paper, SignatureMark, StepBlock } from '../../../../shared/paper/paper.ts'
import { renderPaper } from '../../../../shared/paper/render.ts'
import { outputOf, type RunState } from '../../../../shared/procedure/run-state.ts'
import { ADMINISTRATOR, answers, begin, hand, issuePlan, rootPlan, stepOf } from '../../../support/ceremony-run.ts'
import { eventfulRun, HOSTILE } from '../../../support/eventful-run.ts'
import { qrPixels } from '../../../support/qr-pixels.ts'
import { TestFacility } from '../../../support/test-facility.ts'

let site: TestFacility
let session: FacilityConsole
let run: RunState
let source: PaperSource

beforeAll(async () => {
  site = await TestFacility.found()
  session = await site.open()
  run = await eventfulRun(session, site.folder)
  source = sourceOf(session.facility)
}, 180_000)
afterAll(() => site.remove())

describe('The record of a run', () => {
  it('has every step of the script, in its order, with what came out', () => {
    const paper = recordPaper(source, run)
    const count = String(run.steps.length)
    expect(paper.sentence).toBe(
      `Closed: ${count} of ${count} steps are done, 2 exceptions recorded, and 3 of 4 participants agree that the script was followed, Greta Lindqvist does not.`,
    )
    expect(paper.fileName).toBe('PRACTICE-run-0001-create-fleet-root-g1-record')
    expect(stepsOn(paper).map(({ number, title, state }) => [number, title, state])).toStrictEqual(
      run.steps.map(({ number, step }) => [number, step.title, 'Done']),
    )
    const shape = paper.blocks.map(({ block }) => block).filter((block) => block !== 'step')
    expect(shape.join(' ').split(/ (?=section)/)).toStrictEqual([
      'note facts digest digest signatures',
      ...run.plan.definition.acts.map(() => 'section'),
      'section happenings',
      'section table',
      'section text digest checkpoint text digest checkpoint',
      'section text code text code text code text code text code',
    ])
  })

  it('has every entry of the run exactly once', () => {
    const paper = recordPaper(source, run)
    const shown = entriesOn(paper.blocks)
    const once = new Set(shown)
    const missing = source
      .entries(run.openedIndex, run.lastIndex + 1)
      .filter(({ kind, index }) => kind !== 'step-started' && !once.has(index))
    expect(missing).toStrictEqual([])
    expect(shown).toHaveLength(once.size)
  })

  it('has findings, clocks and bags as tables in words, and says why an open network is no exception', () => {
    const steps = stepsOn(recordPaper(source, run))
    const rows = (id: string): (readonly string[])[] =>
      (steps[stepOf(run, id).number - 1]?.inside ?? []).flatMap((block) => (block.block === 'table' ? block.rows : []))
    const { findings } = outputOf(run, 'air-gap', 'check-air-gap')
    const told = rows('air-gap').flatMap(([, words = '']) => words.split('\n'))
    expect(new Set(told)).toStrictEqual(new Set(findings.map(({ words }) => words)))
    expect(told.length).toBe(new Set(told).size)
    expect(rows('clock').slice(0, 2)).toMatchObject([
      [
        expect.anything(),
        'Hanna Voss',
        expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
        expect.anything(),
        '0 s',
      ],
      [expect.anything(), 'Tomás Oliveira', expect.anything(), expect.anything(), '0 s'],
    ])
    expect(rows('bag')).toStrictEqual([['practice-hsm', 'none', 'PRACTICE-0001']])
    const html = renderPaper(recordPaper(source, run))
    expect(html).toContain('A practice facility may be on a network')
    for (const raw of ['found, ok', 'offsetSeconds', 'References, ']) expect(html).not.toContain(raw)
  })

  it('sets who does not agree, who refused and what deviated where it happened', () => {
    const paper = recordPaper(source, run)
    const inStep = (id: string): StepBlock => stepsOn(paper)[stepOf(run, id).number - 1] as StepBlock
    expect(inStep('open').inside.map(({ block }) => block)).toStrictEqual([
      'happenings',
      'exception',
      'happenings',
      'facts',
    ])
    expect(
      inStep('approve-root')
        .inside.map(({ block }) => block)
        .join(' '),
    ).toBe('text digest signatures happenings signatures exception signatures happenings')
    expect(marksOn(inStep('approve-root').inside).map(({ name, says, tone }) => [name, says, tone])).toStrictEqual([
      ['Priya Raman', 'Does not approve', 'against'],
      ['Hanna Voss', 'Pauses the run: the room is empty', 'plain'],
      ['Tomás Oliveira', 'Goes on with the run', 'plain'],
      ['Greta Lindqvist', 'Decides that the run goes on', 'plain'],
      ['Tomás Oliveira', 'Approves', 'plain'],
      ['Priya Raman', 'Approves', 'plain'],
    ])
    const signOff = marksOn(inStep('sign-off').inside)
    expect(signOff.find(({ tone }) => tone === 'against')).toMatchObject({
      name: 'Greta Lindqvist',
      role: 'witness',
      says: 'I do not agree',
      remark: HOSTILE,
    })
    expect(paper.blocks[0]).toMatchObject({
      block: 'note',
      title: 'Greta Lindqvist does not agree that the script was followed',
    })
  })

  it('has a valid signature of somebody in a role under each mark', () => {
    const marks = marksOn(recordPaper(source, run).blocks)
    expect(marks.length).toBeGreaterThan(12)
    for (const { valid, digest, role, credential } of marks) {
      expect(valid).toBe(true)
      expect(digest).toMatch(/^[0-9a-f]{64}$/)
      expect(['administrator', 'officer', 'witness']).toContain(role)
      expect(credential).toMatch(/, key file in the facility$/)
    }
  })

  it('prints a digest in full where it stands first, and with the step where it stands again', () => {
    const digests = stepsOn(recordPaper(source, run)).flatMap(({ number, inside }) =>
      inside.flatMap((block) => (block.block === 'digests' ? block.digests.map((one) => ({ ...one, number })) : [])),
    )
    const again = digests.filter(({ seen }) => seen !== undefined)
    expect(again.length).toBeGreaterThan(0)
    for (const { hex, seen } of again) {
      const first = digests.find((one) => one.hex === hex && one.seen === undefined)
      expect(seen).toBe(`step ${String(first?.number)}`)
    }
  })

  it('has the checkpoints as notes that its QR codes hold too', () => {
    const checkpoints = recordPaper(source, run).blocks.flatMap((block) =>
      block.block === 'checkpoint' ? [block] : [],
    )
    expect(checkpoints).toHaveLength(2)
    for (const { lines, code } of checkpoints)
      expect(readQrPng(qrPixels(code ?? { size: 0, path: '' }))).toBe(`${lines.join('\n')}\n`)
    // the log key and four participants
    expect(checkpoints[0]?.lines.filter((line) => line.startsWith('— '))).toHaveLength(5)
  })

  it('is the same whoever prints it, and whenever', async () => {
    const before = renderPaper(recordPaper(source, run))
    await begin(session, issuePlan(), 'clock', answers(site.folder))
    expect(renderPaper(recordPaper(sourceOf(session.facility), run))).toBe(before)
    await session.engine.abort('run-0002', hand(ADMINISTRATOR), 'The request did not come.')
  })

  it('of an aborted run says why and by whom, and what was not begun', () => {
    const aborted = session.engine.run('run-0002')
    const paper = recordPaper(sourceOf(session.facility), aborted)
    expect(paper.sentence).toBe(
      `Aborted: 2 of ${String(aborted.steps.length)} steps are done, no exception was recorded. Nothing of it is signed off.`,
    )
    expect(marksOn(paper.blocks).at(-1)).toMatchObject({
      says: 'Aborts the run',
      tone: 'against',
      remark: 'The request did not come.',
    })
    expect(stepsOn(paper).filter(({ state }) => state === 'Not begun')).toHaveLength(aborted.steps.length - 2)
  })

  it('of a paused run says since when', async () => {
    const open = await begin(session, rootPlan(undefined, NEW_NAMES), 'clock', answers(site.folder))
    await session.engine.pause(open.id, hand(ADMINISTRATOR), 'Night.')
    const paper = recordPaper(sourceOf(session.facility), open)
    expect(paper.sentence).toMatch(/^Paused since \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ: 2 of \d+ steps are done/)
    expect(marksOn(paper.blocks).at(-1)).toMatchObject({ says: 'Pauses the run: the room is empty', remark: 'Night.' })
  })
})

const NEW_NAMES = {
  'common-name': 'Fleet Root G2',
  'root-key': 'fleet-root-g2',
  'first-signer': 'handoff-c',
  'second-signer': 'handoff-d',
}

describe('The other papers', () => {
  it('the attendance sheet has a row and a signature for each stay', () => {
    const { blocks, fileName } = attendancePaper(source, run)
    expect(fileName).toBe('PRACTICE-run-0001-create-fleet-root-g1-attendance')
    const table = blocks.find((block) => block.block === 'table')
    expect(table).toMatchObject({ rows: { length: 9 } })
    expect(marksOn(blocks).filter(({ says }) => says === 'Comes into the room')).toHaveLength(9)
    expect(marksOn(blocks).filter(({ says }) => says === 'Leaves the room')).toMatchObject([{ remark: 'A call.' }])
  })

  it('each exception has a page of its own', () => {
    const { blocks } = exceptionsPaper(source, run)
    const sections = blocks.flatMap((block) => (block.block === 'section' ? [block] : []))
    expect(sections.map(({ title, newPage }) => [title, newPage])).toStrictEqual([
      ['Exception 1', false],
      ['Exception 2', true],
    ])
    expect(blocks.flatMap((block) => (block.block === 'exception' ? [block.decision?.name] : []))).toStrictEqual([
      'Tomás Oliveira',
      'Greta Lindqvist',
    ])
  })

  it('the genesis page has the first checkpoint, the policy and everybody', () => {
    const { blocks, sentence } = genesisPaper(source)
    expect(sentence).toMatch(/^Test vault was founded on \d{4}-\d\d-\d\d with 8 people;/)
    expect(blocks.find(({ block }) => block === 'checkpoint')).toMatchObject({ lines: { 1: '11' } })
    const tables = blocks.flatMap((block) => (block.block === 'table' ? [block.rows.map((row) => row[0])] : []))
    expect(tables[1]).toContain('Daniel Okafor')
    expect(tables[2]).toStrictEqual(['practice-hsm'])
  })
})

function stepsOn({ blocks }: Paper): StepBlock[] {
  return blocks.filter((block) => block.block === 'step')
}

function marksOn(blocks: readonly Block[]): SignatureMark[] {
  return blocks.flatMap((block) => {
    if (block.block === 'signatures') return [...block.marks]
    if (block.block === 'exception') return block.decision === null ? [] : [block.decision]
    return block.block === 'step' ? marksOn(block.inside) : []
  })
}

/** Numbers of entries in lines, marks and exceptions. */
function entriesOn(blocks: readonly Block[]): number[] {
  return blocks.flatMap((block): number[] => {
    switch (block.block) {
      case 'step':
        return entriesOn(block.inside)
      case 'happenings':
        return block.lines.map(({ entry }) => Number(entry))
      case 'exception':
        return [
          ...block.facts.flatMap(({ value }) => /entry (\d+)$/.exec(value)?.slice(1).map(Number) ?? []),
          ...(block.decision === null ? [] : [Number(block.decision.entry)]),
        ]
      case 'signatures':
        return block.marks.map(({ entry }) => Number(entry))
      default:
        return []
    }
  })
}
