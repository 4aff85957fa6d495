import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import type { AnswerSource } from '../../../../electron/core/headless/answers.ts'
import { reportMarkdown } from '../../../../electron/core/incident/report.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { sourceOf } from '../../../../electron/core/paper/source.ts'
import { makeFleetRequest } from '../../../../electron/core/practice/fleet-request.ts'
import { findProcedure } from '../../../../electron/core/procedure/library.ts'
import { makePlan } from '../../../../electron/core/procedure/make-plan.ts'
import { clocksOf } from '../../../../shared/incident/clocks.ts'
import { doneSteps } from '../../../../shared/incident/facts.ts'
import { isPlaybook } from '../../../../shared/procedure/definition.ts'
import { outputOf, type RunState } from '../../../../shared/procedure/run-state.ts'
import { ADMINISTRATOR, answers, begin, goOn, hand, issuePlan } from '../../../support/ceremony-run.ts'
import { abridged, incidentAnswers, incidentPlan, LEAD } from '../../../support/drill/play.ts'
import { lines } from '../../../support/inventory-rows.ts'
import { present } from '../../../support/present.ts'
import { runVerifier } from '../../../support/single-file-verifier.ts'
import { Stages } from '../../../support/stages.ts'
import { readSubjectKeyId } from '../../../support/subject-key-id.ts'
import { readHandoffFolder, type ReceivedHandoff, TestReceiver } from '../../../support/test-receiver.ts'
import { library, type TestFacility } from '../../../support/test-facility.ts'

/**
 * The playbook of a compromised issuing CA as an incident, class A, to its end: each of its ceremonies is held on SoftHSM and signs a
 * hand-off, and the receiver's reports are signed with its key. The servers behind that receiver are those of test/fleet.
 */
const STOLEN = 'fleet-issuing-eu-1'
const HANDED = { domain: 'fleet', 'first-signer': 'handoff-a', 'second-signer': 'handoff-b', token: 'practice-hsm' }
const CEREMONIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'freeze-authority': { ...HANDED, authority: STOLEN, order: 'freeze', reason: 'Three serials that nothing explains' },
  'issue-intermediate': {
    ...HANDED,
    country: 'CH',
    organization: 'Test Fleet',
    'common-name': 'Fleet Issuing EU-2',
    issuer: 'fleet-root-g1',
  },
  'revoke-ca': {
    ...HANDED,
    issuer: 'fleet-root-g1',
    certificate: STOLEN,
    reason: 'keyCompromise',
    since: 'now',
    why: 'Its key was used by others',
  },
  'distrust-authority': {
    ...HANDED,
    authority: STOLEN,
    reason: 'Its key was used by others',
    from: '2020-01-01 12:00',
    replacement: 'fleet-issuing-eu-2',
  },
}

const stages = new Stages()
let site: TestFacility
let session: FacilityConsole
let receiver: TestReceiver
beforeAll(async () => {
  site = await stages.rooted()
  session = await site.open()
  await begin(session, issuePlan(), null, answers(site.folder))
  receiver = new TestReceiver(site.folder, 'fleet-eu', 'fleet')
  const plan = makePlan(library, findProcedure(library, 'register-receiver'), 'Register', {
    name: 'fleet-eu',
    domain: 'fleet',
  })
  await begin(
    session,
    plan,
    null,
    answers(site.folder, { receiverFile: () => Promise.resolve(receiver.certificateFile) }),
  )
}, 120_000)
afterAll(() => stages.removeAll())

/** What fleet and issuers say: the fleet runs one certificate that no issuer issued. */
function lists(): AnswerSource['inventory'] {
  const stolen = present(
    session.facility.state.certificates.find(({ subject }) => subject.includes('Fleet Issuing EU-1')),
    'certificate',
  )
  const issuer = readSubjectKeyId(session.facility.artifacts.get(stolen.certificate))
  const row = (serial: string) => ({
    serial,
    issuer_key_id: issuer,
    not_before: '2026-11-01T00:00:00Z',
    not_after: '2099-12-01T00:00:00Z',
    names: [`pay-${serial}.eu.example`],
  })
  const folder = mkdtempSync(join(site.folder, 'lists-'))
  for (const [of, serials] of [
    ['fleet', ['01', '02', '0666']],
    ['issuer', ['01', '02']],
  ] as const) {
    mkdirSync(join(folder, of))
    writeFileSync(join(folder, of, 'rows.jsonl'), lines(...serials.map(row)))
  }
  return (of) => Promise.resolve(join(folder, of))
}

/** Holds the ceremony that the incident waits for. */
async function hold(incident: RunState, name: string): Promise<RunState> {
  const plan = makePlan(library, findProcedure(library, name), name, present(CEREMONIES[name], name))
  const run = await session.engine.start(plan, hand(ADMINISTRATOR), { incident: incident.id })
  const request = (): Promise<string> =>
    Promise.resolve(makeFleetRequest(mkdtempSync(join(site.folder, 'request-')), 'Fleet Issuing EU-2'))
  return goOn(session, run, null, answers(site.folder, { requestFile: request }))
}

function lastHandoff(run: RunState): ReceivedHandoff {
  const { destination, folderName } = outputOf(run, 'export', 'export')
  return readHandoffFolder(join(destination, folderName))
}

it('is worked on from the suspicion to the review, and the record of it verifies', { timeout: 240_000 }, async () => {
  const file = findProcedure(library, 'issuing-ca-compromise')
  if (!isPlaybook(file)) throw new Error('it is a playbook')
  const path = { real: 'confirmed', listed: 'listed', class: 'A', healed: 'healed' }
  let handoff: ReceivedHandoff | null = null
  const from: AnswerSource = {
    ...incidentAnswers(site.folder, path),
    inventory: lists(),
    receiptFile: () => Promise.resolve(receiver.receipt(present(handoff, 'hand-off'))),
    statusFile: () => Promise.resolve(receiver.status(present(handoff, 'hand-off'))),
  }
  const plan = incidentPlan(abridged(file, { console: false }), 'Serials in Lisbon', { authority: STOLEN })
  const incident = await session.engine.start(plan, hand(LEAD))
  const held: string[] = []
  for (const state of incident.steps) {
    const { step } = state
    // What is passed over is known once the class is decided.
    if (step.kind !== 'run-ceremony' || state.status === 'skipped') continue
    await goOn(session, incident, step.id, from)
    handoff = lastHandoff(await hold(incident, step.ceremony))
    held.push(step.ceremony)
  }
  await goOn(session, incident, null, from)
  expect(incident.status).toBe('closed')
  expect(held).toEqual(['freeze-authority', 'issue-intermediate', 'revoke-ca', 'distrust-authority'])
  expect(doneSteps(incident, 'await-receipt')[0]?.output).toMatchObject({ result: 'applied', receiver: 'fleet-eu' })
  expect(doneSteps(incident, 'import-status')[0]?.output.findings).toEqual([])
  expect(doneSteps(incident, 'compute-impact')[0]?.output).toMatchObject({ synthetic: false, certificates: 3, live: 3 })
  const clocks = clocksOf(incident, incident.closedAt ?? '')
  expect(clocks.filter(({ status }) => status !== 'met' && status !== 'not-needed')).toEqual([])

  const markdown = reportMarkdown(sourceOf(session.facility), incident, incident.closedAt ?? '')
  expect(markdown).not.toMatch(/DRILL|SYNTHETIC/)
  expect(markdown).toContain('- **Total number of certificates:** 3\n')
  expect(markdown).toMatch(/order to freeze fleet-issuing-eu-1, approved in run-\d{4}: Three serials/)
  expect(markdown).toMatch(/Inventories compared .*unexplained-serial 1.*serious: 1/)
  await site.closeAll()
  expect((await verifyFacility(site.root)).problems).toEqual([])
  expect((await runVerifier(site.root)).problems).toEqual([])
})
