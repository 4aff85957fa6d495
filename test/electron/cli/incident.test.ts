import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findProcedure } from '../../../electron/core/procedure/library.ts'
import { sha256Hex } from '../../../shared/bytes.ts'
import { isPlaybook, type Playbook } from '../../../shared/procedure/definition.ts'
import { goOn, hand } from '../../support/ceremony-run.ts'
import { coveringPaths } from '../../support/drill/paths.ts'
import { abridged, incidentAnswers, incidentPlan, LEAD, playDrill } from '../../support/drill/play.ts'
import { present } from '../../support/present.ts'
import { Stages } from '../../support/stages.ts'
import { library, type TestFacility } from '../../support/test-facility.ts'
import { tamper } from '../core/log/forged-log.ts'
import { codeOf, conclave, conclaveJson } from './command-line.ts'

const DAY = 86_400_000
const stages = new Stages()
let site: TestFacility
let drill: string
let incident: string

/** A ceremony, a drill that was played to its end, and an incident of four days ago that has hardly begun. */
beforeAll(async () => {
  site = await stages.rooted()
  const session = await site.open()
  const file = findProcedure(library, 'issuing-ca-compromise')
  if (!isPlaybook(file)) throw new Error('it is a playbook')
  const short: Playbook = abridged(file, { console: false })
  const path = present(coveringPaths(file)[0], 'path')
  drill = (await playDrill(session, incidentPlan(short, 'Autumn drill'), path, site.folder)).id
  const awareAt = new Date(Date.now() - 4 * DAY).toISOString()
  const run = await session.engine.start(incidentPlan(short, 'Serials in Lisbon'), hand(LEAD), { awareAt })
  await goOn(session, run, 'collect', incidentAnswers(site.folder, path))
  incident = run.id
  await site.closeAll()
}, 120_000)
afterAll(() => stages.removeAll())

function said(...args: readonly string[]): string {
  const { code, stdout, stderr } = conclave(['incident', ...args])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

describe('incident list', () => {
  it('has the open ones first, and marks drills', () => {
    const [first, second, ...more] = said('list', site.root).trimEnd().split('\n')
    expect(more).toEqual([])
    expect(first).toMatch(/^run-0003 {2}open .* Serials in Lisbon \(Issuing CA compromise\), next: 3, .*, LATE: 3$/)
    expect(second).toMatch(/^run-0002 {2}closed .* class A {2}DRILL: Autumn drill \(Issuing CA compromise\)$/)
    expect(said('list', site.root, '--open')).not.toContain('DRILL')
    expect(said('list', site.root, '--drills')).not.toContain('Lisbon')
    expect(conclaveJson(['incident', 'list', site.root]).json['incidents']).toMatchObject([
      {
        run: incident,
        drill: false,
        status: 'open',
        late: ['preliminary', 'subscribers', 'initial'],
        next: { step: 'collect' },
      },
      { run: drill, drill: true, status: 'closed', class: 'A', late: [], next: null },
    ])
  })
})

describe('incident show', () => {
  it('says what is next, late and held back in the open one', () => {
    const text = said('show', site.root)
    expect(text).toMatch(/^Serials in Lisbon \(run-0003\), open\n/)
    expect(text).toContain('NOT SEALED: nothing is revoked, distrusted or destroyed before that')
    expect(text).toMatch(/Next +step 3, Collect the evidence, the most volatile first \(2 of \d+ done\)/)
    expect(text).toMatch(/LATE +Initial incident report \(CCADB IRG v3\.1\): due \d{4}-/)
    expect(text).toMatch(/running +Full incident report/)
    expect(text).toContain('Does one of the activation criteria hold? Yes. As played. (Amara Diallo, Tomás Oliveira)')
    expect(text).toMatch(/Timeline\n {2}\d{4}-\d\d-\d\d \d\d:\d\dZ {2}Somebody first knew/)
  })

  it('says of a drill that it is one, what was counted, and everything as data', () => {
    const text = said('show', site.root, '--run', drill)
    expect(text).toMatch(/^DRILL: Autumn drill \(run-0002\), closed\. An exercise: nothing of it happened\.\n/)
    expect(text).toMatch(/Counted +SYNTHETIC: 2,000 certificates, 1,\d{3} of them valid/)
    expect(text).toContain('unexplained-serial 3')
    const { json } = conclaveJson(['incident', 'show', site.root, '--run', drill])
    expect(json).toMatchObject({ run: drill, evidenceSealed: true, counted: { synthetic: true, total: 2000 } })
    const wrong = conclave(['incident', 'show', site.root, '--run', 'run-0001'])
    expect([wrong.code, codeOf(wrong)]).toEqual([1, 'run-not-found'])
    expect(wrong.stderr).toContain('is a ceremony, no incident')
  })
})

describe('incident report', () => {
  it('prints the report of the CCADB, and what a drill came to', () => {
    const text = said('report', site.root, '--run', drill)
    expect(text).toMatch(/^DRILL\. This report was made from an exercise/)
    expect(text).toContain('\n## Full Incident Report\n')
    expect(text).toMatch(/\nDRILL: score (\d+) of \1; recovery .* target 3 d; 1 drill of this playbook/)
    expect(text).toMatch(/MET +Classify the compromise: A, expected A/)
    const { json } = conclaveJson(['incident', 'report', site.root, '--run', drill])
    expect(json).toMatchObject({ drill: true, review: { well: ['Everybody came.'] }, trend: [{ run: drill }] })
    expect(said('report', site.root)).not.toContain('DRILL')
  }, 60_000)

  it('writes a new file, says what people have to write, and replaces nothing', () => {
    const out = join(site.folder, 'report.md')
    const text = said('report', site.root, '--out', out)
    const bytes = readFileSync(out)
    expect(text).toContain(sha256Hex(bytes))
    expect(text).toMatch(/To be written +Source of incident disclosure\n/)
    expect(bytes.toString()).toMatch(/^## Preliminary Incident Report\n/)
    const again = conclave(['incident', 'report', site.root, '--out', out])
    expect([again.code, codeOf(again)]).toEqual([1, 'file-exists'])
    expect(readFileSync(out)).toEqual(bytes)
  }, 60_000)

  it('is not made from a log that cannot be relied on', async () => {
    const copy = site.copy()
    const out = join(copy.folder, 'report.md')
    tamper(copy.root, (database) => {
      database.exec("UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), 'Lisbon', 'London') AS BLOB)")
    })
    const { code, stderr } = conclave(['incident', 'report', copy.root, '--out', out])
    expect([code, existsSync(out)]).toEqual([1, false])
    expect(stderr).toMatch(/^conclave: log-inconsistent: .*No report was made/m)
    await copy.remove()
  })
})
