import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../electron/core/console.ts'
import { reportMarkdown } from '../../electron/core/incident/report.ts'
import { verifyFacility } from '../../electron/core/log/verify-facility.ts'
import { sourceOf } from '../../electron/core/paper/source.ts'
import { sentenceOf } from '../../electron/core/log/sentence.ts'
import type { FacilityState } from '../../shared/facility/state.ts'
import { DRILL_MARK } from '../../shared/incident/message.ts'
import { doneSteps } from '../../shared/incident/facts.ts'
import { scoreOf, trendOf } from '../../shared/incident/score.ts'
import { isPlaybook, type Playbook, stepsOf } from '../../shared/procedure/definition.ts'
import { EFFECT_KINDS } from '../../shared/procedure/step-kinds.ts'
import type { RunState } from '../../shared/procedure/run-state.ts'
import { asExpected, branches, type Choices, coveringPaths, pathsOf } from '../support/drill/paths.ts'
import { abridged, FLEET, incidentPlan, playDrill, REVIEW } from '../support/drill/play.ts'
import type { SpiedModule } from '../support/pkcs11-spy.ts'
import { present } from '../support/present.ts'
import { Stages } from '../support/stages.ts'
import { library, type TestFacility } from '../support/test-facility.ts'

/**
 * Every playbook file, played as a drill by the engine itself in one practice facility with a root on SoftHSM. The people answer from a
 * list and the fleet is made up; evidence is collected, sealed and encrypted for real. The programs of this computer are evidence in
 * the play that goes as the file expects, and left out in the others.
 */

/** Which ceremonies follow from each choice. A branch that a file gets is put here, or its play fails. */
const LEADS_TO: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'issuing-ca-compromise': {
    'real=confirmed': ['freeze-authority'],
    'real=false-alarm': [],
    'listed=listed': [],
    'listed=unlisted': [],
    'class=A': ['issue-intermediate', 'revoke-ca', 'distrust-authority'],
    'class=B': ['issue-intermediate', 'emergency-crl', 'revoke-ca'],
    'class=C': ['emergency-crl'],
    'class=D': [],
    'class=E': ['issue-intermediate', 'revoke-ca'],
    'healed=healed': [],
    'healed=residue': [],
  },
  'root-compromise': {
    'real=confirmed': ['freeze-authority'],
    'real=false-alarm': [],
    'listed=listed': [],
    'listed=unlisted': [],
    'class=A': ['generate-root'],
    'class=B': ['generate-root'],
    'class=C': ['emergency-crl'],
    'class=D': [],
    'class=E': ['generate-root'],
    'words=equal': ['issue-intermediate', 'distrust-authority'],
    'words=differs': [],
    'covered=covered': [],
    'covered=residue': [],
  },
  'hsm-lost-or-stolen': {
    'found=missing': ['freeze-authority'],
    'found=accounted': [],
    'listed=listed': [],
    'listed=unlisted': [],
    'class=A': ['issue-intermediate', 'revoke-ca', 'distrust-authority'],
    'class=B': ['issue-intermediate', 'revoke-ca'],
    'class=C': ['emergency-crl'],
    'class=D': [],
    'class=E': ['issue-intermediate', 'revoke-ca'],
    'healed=healed': [],
    'healed=residue': [],
  },
  'officer-credential-compromised': {
    'alone=taken': [],
    'alone=kept': [],
    'stays=stays': ['move-credential'],
    'stays=leaves': ['remove-person'],
    'looked=explained': [],
    'looked=unexplained': ['freeze-authority'],
    'listed=listed': [],
    'listed=unlisted': [],
    'class=A': ['revoke-ca'],
    'class=B': ['revoke-ca'],
    'class=C': ['emergency-crl'],
    'class=D': [],
    'class=E': [],
  },
}

const stages = new Stages()
let site: TestFacility
let session: FacilityConsole
let spy: SpiedModule
beforeAll(async () => {
  site = await stages.rooted()
  spy = await site.spied()
  session = await site.open()
}, 120_000)
afterAll(() => stages.removeAll())

const playbooks = [...library.procedures.values()].filter(isPlaybook)
const plays = playbooks.flatMap((file) =>
  coveringPaths(file).map((path) => [file.playbook, branches(path).join(' '), file, path] as const),
)

/** Everything that a facility is, but its runs and what people promised. */
function whatItIs(state: FacilityState): unknown {
  const { people, policyDigest, tokens, keys, certificates, crls, handoffs, receivers, reports, quarantine, pins, revoked, backups } = state
  return structuredClone({ people, policyDigest, tokens, keys, certificates, crls, handoffs, receivers, reports, quarantine, pins, revoked, backups })
}

it('the table has exactly the branches of the files, and each of them is played', () => {
  const named = (found: (file: Playbook) => readonly Choices[]): object =>
    Object.fromEntries(playbooks.map((file) => [file.playbook, new Set(found(file).flatMap(branches))]))
  const inTable = Object.fromEntries(Object.entries(LEADS_TO).map(([name, of]) => [name, new Set(Object.keys(of))]))
  expect(inTable).toEqual(named(pathsOf))
  expect(inTable).toEqual(named(coveringPaths))
})

describe('Played as a drill', { timeout: 60_000 }, () => {
  it.each(plays)('%s: %s', async (name, _words, file, path) => {
    const before = whatItIs(session.facility.state)
    const folder = mkdtempSync(join(site.folder, 'play-'))
    const plan = incidentPlan(abridged(file, { console: asExpected(path, file) }), `Drill of ${name}`)
    const run = await playDrill(session, plan, path, folder)
    expect(run).toMatchObject({ status: 'closed', drill: true, exceptions: [] })
    const played = doneSteps(run, 'run-ceremony').map(({ output }) => output)
    expect(played.every((output) => output.played)).toBe(true)
    const wanted = branches(path).flatMap((branch) => present(LEADS_TO[name]?.[branch], branch))
    expect(played.map(({ ceremony }) => ceremony).toSorted()).toEqual(wanted.toSorted())
    expect(whatItIs(session.facility.state)).toEqual(before)
    saysDrill(run, folder)
    scored(run, file, path)
    reported(run, path)
  })

  it('signed nothing, made nothing and opened nothing on the HSM, and the whole log verifies', async () => {
    const calls = new Set(spy.calls())
    expect(calls.has('C_GetTokenInfo')).toBe(true)
    expect([...calls].filter((call) => TOUCHES.test(call))).toEqual([])
    const drills = [...session.facility.state.runs.values()].filter(({ drill }) => drill)
    expect(drills.length).toBe(plays.length)
    expect(drills.flatMap(({ steps }) => steps.filter(({ step }) => EFFECT_KINDS.has(step.kind)))).toEqual([])
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  })
})

/** What would use a key, log in, or change what is on a token. */
const TOUCHES = /^C_(Login|Sign|Generate|Create|Copy|Destroy|SetAttribute|Wrap|Unwrap|Derive|InitPIN|SetPIN|InitToken)/

function saysDrill(run: RunState, folder: string): void {
  const { facility } = session
  const source = sourceOf(facility)
  const entries = source.entries(run.openedIndex, run.lastIndex + 1).filter((entry) => entry.run === run.id)
  for (const entry of entries) expect(sentenceOf(entry, facility.state).strong).toMatch(/^DRILL\. /)
  for (const { output } of doneSteps(run, 'notify'))
    expect(new TextDecoder().decode(facility.artifacts.get(output.message)).startsWith(DRILL_MARK)).toBe(true)
  for (const kind of ['await-receipt', 'import-status'] as const)
    for (const { output } of doneSteps(run, kind)) expect(output).toMatchObject({ signature: null, receiver: 'drill-receiver' })
  for (const { output } of doneSteps(run, 'import-inventory')) expect(output.synthetic).toBe(true)
  const [attempt] = readdirSync(folder)
  const packages = readdirSync(join(folder, attempt ?? '', 'evidence-out')).filter((name) => !name.startsWith('recipient'))
  expect(packages.every((name) => name.includes('DRILL'))).toBe(true)
  expect(packages.length).toBe(doneSteps(run, 'seal-evidence').length)
}

function scored(run: RunState, file: Playbook, path: Choices): void {
  const score = present(scoreOf(run, run.closedAt ?? ''), 'score')
  expect(score.of).toBeGreaterThan(2)
  expect(score.targets.find(({ id }) => id === 'review')?.verdict).toBe('met')
  expect(score.decisions.map(({ step, chosen }) => [step, chosen])).toEqual(
    stepsOf(file).flatMap(({ id }) => (id in file.drill.expected ? [[id, path[id] ?? null]] : [])),
  )
  expect(score.met === score.of && score.recovery.verdict === 'met').toBe(asExpected(path, file))
  expect(trendOf(session.facility.state.runs.values(), file.playbook).at(-1)).toMatchObject({ run: run.id, met: score.met })
}

function reported(run: RunState, path: Choices): void {
  const markdown = reportMarkdown(sourceOf(session.facility), run, run.closedAt ?? '')
  expect(markdown).toMatch(/^DRILL\. /)
  expect(markdown).toContain(`- **What went well:** ${REVIEW.well[0] ?? ''}`)
  expect(markdown.includes(`SYNTHETIC: ${FLEET.toLocaleString('en-US')}`)).toBe(path['listed'] === 'listed')
  const played = doneSteps(run, 'run-ceremony').map(({ output }) => `Ceremony ${output.ceremony} was played`)
  for (const words of played) expect(markdown).toContain(words)
  expect(markdown.includes('To be written by people: no inventory was measured.')).toBe(path['listed'] !== 'listed')
  expect(markdown.includes('SYNTHETIC: Inventories compared')).toBe(path['listed'] === 'listed')
}
