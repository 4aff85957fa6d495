import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditPaper } from '../../../../electron/core/audit/audit-paper.ts'
import { auditReport } from '../../../../electron/core/audit/audit-report.ts'
import { RecordHistory } from '../../../../electron/core/audit/record-history.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { toLogEntry } from '../../../../electron/core/facility/entry-draft.ts'
import { renderPaper } from '../../../../shared/paper/render.ts'
import type { AuditReport } from '../../../../shared/audit/report.ts'
import { isPlaybook, type Playbook } from '../../../../shared/procedure/definition.ts'
import { coveringPaths } from '../../../support/drill/paths.ts'
import { abridged, incidentPlan, playDrill } from '../../../support/drill/play.ts'
import { present } from '../../../support/present.ts'
import { eventfulRun } from '../../../support/eventful-run.ts'
import { library, TestFacility } from '../../../support/test-facility.ts'

/** What a report says of a ceremony in which much happened, and of a drill after it. */

let site: TestFacility
let report: AuditReport

beforeAll(async () => {
  site = await TestFacility.found()
  const session = await site.open()
  await eventfulRun(session, site.folder)
  const file = library.procedures.get('issuing-ca-compromise')
  const playbook = abridged(present<Playbook>(file !== undefined && isPlaybook(file) ? file : undefined, 'playbook'), {
    console: false,
  })
  const choices = present(coveringPaths(playbook)[0], 'the expected way')
  await playDrill(session, incidentPlan(playbook, 'Exercise'), choices, mkdtempSync(join(site.folder, 'drills-')))
  const { facility } = session
  const history = new RecordHistory()
  for (const { envelope } of facility.store.read()) history.visit(toLogEntry(envelope))
  report = auditReport({
    state: facility.state,
    verdict: await verifyFacility(site.root),
    history,
    entry: (index) => toLogEntry(facility.store.entry(index).envelope),
    seed: '1 2 3',
    sampleSize: 3,
    withheld: [{ index: 25, reason: 'names somebody' }],
    papersOf: () => [],
  })
}, 180_000)
afterAll(() => site.remove())

it('names who would not approve, and leaves out the words that are withheld', () => {
  expect(report.refusals).toMatchObject([{ person: 'Priya Raman', reason: 'I want to read rows C and D again.' }])
  expect(report.exceptions.find(({ entry }) => entry === 25)).toMatchObject({ happened: 'Left out of this package.' })
})

it('has clocks, decisions, the seal and the score of a drill, marked as one', () => {
  const [drill, ...others] = report.incidents
  expect(others).toEqual([])
  expect(drill).toMatchObject({ drill: true, class: { letter: 'A' }, status: 'closed' })
  expect(drill?.seals).toHaveLength(1)
  expect(drill?.decisions.map(({ decided }) => decided)).toContain('A, full key compromise')
  expect(drill?.clocks.some(({ source, status }) => source.includes('BR v2.2.6 §4.9.1.2') && status === 'met')).toBe(
    true,
  )
  expect(drill?.score?.of).toBeGreaterThan(10)
  const mapped = report.controls.find(({ source }) => source === 'BR v2.2.6 §5.7.1.2')
  expect(mapped?.finds).toMatch(/^0 incidents and 1 finished drill of issuing-ca-compromise/)
})

it('prints all of it', () => {
  const html = renderPaper(auditPaper(report), { fonts: [] })
  for (const words of ['DRILL: Exercise', 'What needs approval', 'Cryptographic modules', 'Program and computer'])
    expect(html).toContain(words)
  for (const { spki } of report.keys) expect(html).toContain(spki)
})
