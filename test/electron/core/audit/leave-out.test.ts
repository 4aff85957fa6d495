import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditPaper } from '../../../../electron/core/audit/audit-paper.ts'
import { auditReport } from '../../../../electron/core/audit/audit-report.ts'
import { writePackage } from '../../../../electron/core/audit/package.ts'
import { RecordHistory } from '../../../../electron/core/audit/record-history.ts'
import { verifierFolder } from '../../../../electron/core/audit/verifier-folder.ts'
import { toLogEntry } from '../../../../electron/core/facility/entry-draft.ts'
import { continueRun } from '../../../../electron/core/headless/run.ts'
import { sentenceOf } from '../../../../electron/core/log/sentence.ts'
import { openSnapshot } from '../../../../electron/core/log/snapshot.ts'
import type { FacilityVerdict } from '../../../../electron/core/log/verdict.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import type { AuditReport } from '../../../../shared/audit/report.ts'
import type { FacilityState } from '../../../../shared/facility/state.ts'
import type { LogEntry } from '../../../../shared/ledger/entries.ts'
import { renderPaper } from '../../../../shared/paper/render.ts'
import { isPlaybook, type Playbook } from '../../../../shared/procedure/definition.ts'
import { hand } from '../../../support/ceremony-run.ts'
import { coveringPaths } from '../../../support/drill/paths.ts'
import { abridged, incidentAnswers, incidentPlan, LEAD, REVIEW } from '../../../support/drill/play.ts'
import { eventfulRun } from '../../../support/eventful-run.ts'
import { present } from '../../../support/present.ts'
import { runVerifier } from '../../../support/single-file-verifier.ts'
import { library, TestFacility } from '../../../support/test-facility.ts'

/** A ceremony in which much happened, and a drill whose reasons and promise stand in one entry each. */

const PROMISE = 'A second list of phones is printed.'
const OWNER = 'Head of the night shift'

let site: TestFacility
let state: FacilityState
let verdict: FacilityVerdict
const log: LogEntry[] = []

beforeAll(async () => {
  site = await TestFacility.found()
  const session = await site.open()
  await eventfulRun(session, site.folder)
  const file = library.procedures.get('issuing-ca-compromise')
  const playbook = abridged(present<Playbook>(file !== undefined && isPlaybook(file) ? file : undefined, 'playbook'), {
    console: false,
  })
  const played = incidentAnswers(
    mkdtempSync(join(site.folder, 'drill-')),
    present(coveringPaths(playbook)[0], 'the expected way'),
  )
  const run = await session.engine.start(incidentPlan(playbook, 'Exercise in Lisbon'), hand(LEAD), { drill: true })
  await continueRun(
    session,
    run,
    {
      ...played,
      decide: async (asked) => {
        const given = await played.decide(asked)
        return given === null ? null : { ...given, reason: `Because of what was seen at ${asked.step.id}.` }
      },
      review: () =>
        Promise.resolve({
          ...REVIEW,
          actions: [
            {
              action: PROMISE,
              kind: 'Prevent',
              causes: [],
              owner: OWNER,
              due: '2099-01-31',
              evaluation: 'It hangs there.',
            },
          ],
        }),
    },
    () => undefined,
  )
  const { facility } = session
  for (const { envelope } of facility.store.read()) log.push(toLogEntry(envelope))
  state = facility.state
  await site.closeAll()
  verdict = await verifyFacility(site.root)
}, 180_000)
afterAll(() => site.remove())

function reportWithout(...withheld: readonly number[]): AuditReport {
  const history = new RecordHistory((index) => withheld.includes(index))
  for (const entry of log) history.visit(entry)
  return auditReport({
    state,
    verdict,
    history,
    entry: (index) => present(log[index], 'entry'),
    seed: '1 2 3',
    sampleSize: log.length,
    withheld: withheld.map((index) => ({ index, reason: 'asked for' })),
    papersOf: () => [],
  })
}

/** What stands in the data of an entry, text by text; no times, which the neighbours tell. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT/.test(value) || value.length < 6 ? [] : [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

/** All that a report tells, as data and as it is printed. */
function toldBy(report: AuditReport): string {
  const printed = renderPaper(auditPaper(report), { fonts: [] }).replace(/<style>.*<\/style>/s, '')
  return `${JSON.stringify(report)}\n${printed}`.toLowerCase()
}

describe('a report', () => {
  it('tells nothing that only a withheld entry says, whichever it is', () => {
    const complete = toldBy(reportWithout())
    const told = log.map((entry) => {
      const { strong, text } = sentenceOf(entry, state)
      return `${JSON.stringify(entry.data)} ${strong} ${text}`.toLowerCase()
    })
    const own = ({ index, data }: LogEntry): string[] =>
      textsOf(data)
        .map((text) => JSON.stringify(text).slice(1, -1).toLowerCase())
        .filter((text) => complete.includes(text) && !told.some((other, at) => at !== index && other.includes(text)))
    const looked = log.filter((entry) => entry.index > 0 && own(entry).length > 0)
    const leaks = looked.flatMap((entry) => {
      const cut = toldBy(reportWithout(entry.index))
      return own(entry)
        .filter((text) => cut.includes(text))
        .map((text) => `${String(entry.index)} ${entry.kind}: ${text}`)
    })
    expect(looked.length).toBeGreaterThan(20)
    expect(leaks).toEqual([])
  })

  it('keeps the other decisions and clocks of an incident', () => {
    const [all] = reportWithout().incidents
    const decision = present(all?.decisions[1], 'a second decision')
    const [drill] = reportWithout(present(decision.entries[0], 'entry')).incidents
    expect(all?.decisions.every(({ reason }) => reason.startsWith('Because'))).toBe(true)
    expect(drill?.decisions.filter(({ reason }) => reason === 'Left out of this package.')).toHaveLength(1)
    expect(drill?.decisions).toHaveLength(all?.decisions.length ?? 0)
    expect(drill?.score).toBeNull()
    expect(drill?.clocks.filter(({ status }) => status === 'left-out').length).toBeLessThan(all?.clocks.length ?? 0)
  })

  it('leaves out the promise with the review that made it', () => {
    const promise = present(reportWithout().incidents[0]?.actions[0], 'a promise')
    expect(promise).toMatchObject({ action: PROMISE, owner: OWNER })
    const cut = reportWithout(present(promise.entries[0], 'entry'))
    expect(cut.incidents[0]?.actions).toMatchObject([{ action: 'Left out of this package.', due: '' }])
  })
})

it('packs an incident without its decision and its promise, and both verifiers accept it', async () => {
  const [drill] = reportWithout().incidents
  const [promise] = drill?.actions ?? []
  const withheld = [...present(drill?.decisions[0], 'decision').entries, ...(promise?.entries ?? [])]
  const folder = mkdtempSync(join(site.folder, 'package-'))
  const snapshot = openSnapshot(site.root)
  await writePackage({ ...snapshot, folder: snapshot.layout.artifacts, examined: null }, folder, {
    seed: 'x',
    sampleSize: 5,
    withheld: withheld.map((index) => ({ index, reason: 'asked for' })),
    verifier: verifierFolder(),
    papers: 'all',
    progress: () => undefined,
  })
  snapshot.close()
  const reason = present(drill?.decisions[0], 'decision').reason
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  const telling = files
    .map((each) => join(each.parentPath, each.name))
    .filter((path) => {
      const text = readFileSync(path).toString('latin1')
      return [reason, PROMISE, OWNER].some((words) => text.includes(words))
    })
  expect(telling).toEqual([])
  expect(files.some(({ name }) => name.includes('create-fleet-root-g1-record'))).toBe(true)
  expect((await verifyFacility(folder)).problems).toEqual([])
  expect((await runVerifier(folder)).problems).toEqual([])
})
