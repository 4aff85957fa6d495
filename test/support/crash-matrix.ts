import { join } from 'node:path'
import { mkdtempSync, readdirSync } from 'node:fs'
import type { FacilityConsole } from '../../electron/core/console.ts'
import type { AnswerSource } from '../../electron/core/headless/answers.ts'
import { PRACTICE_TOKEN } from '../../electron/core/practice/cast.ts'
import { makeFleetRequest } from '../../electron/core/practice/fleet-request.ts'
import { findProcedure } from '../../electron/core/procedure/library.ts'
import { makePlan } from '../../electron/core/procedure/make-plan.ts'
import { livingPlaces } from '../../shared/facility/keys.ts'
import { pinSources } from '../../shared/facility/pins.ts'
import type { RegisteredToken } from '../../shared/facility/state.ts'
import type { StepKind } from '../../shared/procedure/outputs.ts'
import type { Plan } from '../../shared/procedure/plan.ts'
import { answers, begin, goOn, issuePlan, openRun, pin, reissuePlan, reopen, rootPlan } from './ceremony-run.ts'
import { splitPlan } from './custody-run.ts'
import { library, TestFacility } from './test-facility.ts'

const HSM = PRACTICE_TOKEN.name
const SAFE = 'backup-hsm'
const ROOT = 'fleet-root-g1'

/** One step kind with an effect: where a run waits for it, and the PKCS#11 function that makes the effect. */
export interface MatrixStage {
  readonly kind: StepKind
  readonly step: string
  readonly calls: string
  /** How many effects the step has. */
  readonly effects: number
}

export const MATRIX_STAGES: readonly MatrixStage[] = [
  { kind: 'generate-key', step: 'root-key', calls: 'C_GenerateKeyPair', effects: 1 },
  { kind: 'issue-certificate', step: 'issue-root', calls: 'C_Sign', effects: 1 },
  { kind: 'issue-crl', step: 'issue-crl', calls: 'C_Sign', effects: 1 },
  { kind: 'sign-handoff', step: 'sign-handoff', calls: 'C_Sign', effects: 2 },
  { kind: 'reissue-many', step: 'reissue', calls: 'C_Sign', effects: 1 },
  { kind: 'generate-transport-key', step: 'transport', calls: 'C_GenerateKeyPair', effects: 1 },
  { kind: 'back-up-key', step: 'back-up', calls: 'C_WrapKey', effects: 1 },
  { kind: 'restore-key', step: 'restore', calls: 'C_UnwrapKey', effects: 1 },
  { kind: 'destroy-key', step: 'destroy', calls: 'C_DestroyObject', effects: 1 },
  { kind: 'split-pin', step: 'split', calls: 'C_SetPIN', effects: 1 },
]

/** Facilities whose open run waits at each of these steps, one life of a key from its ceremony to its end. */
export async function prepareStages(): Promise<ReadonlyMap<StepKind, TestFacility>> {
  const stages = new Map<StepKind, TestFacility>()
  const site = await TestFacility.found(library, undefined, [HSM, SAFE])
  for (const { plan, stops } of lifeOfAKey()) {
    let started = false
    for (const { kind, step } of stops) {
      const session = await site.open()
      if (started) await reopen(session, openRun(session))
      if (started) await goOn(session, openRun(session), step, matrixAnswers(site))
      else await begin(session, plan, step, matrixAnswers(site))
      started = true
      await site.closeAll()
      stages.set(kind, site.copy())
    }
    const session = await site.open()
    const run = openRun(session)
    await reopen(session, run)
    await goOn(session, run, null, matrixAnswers(site))
    await site.closeAll()
  }
  await site.remove()
  return stages
}

function lifeOfAKey(): { plan: Plan; stops: MatrixStage[] }[] {
  const of = (procedure: string, inputs: Readonly<Record<string, string>>): Plan =>
    makePlan(library, findProcedure(library, procedure), `Run ${procedure}`, inputs)
  const [key, root, crl, handoff, reissue, transport, backup, restore, destroy, split] = MATRIX_STAGES as [
    MatrixStage,
    MatrixStage,
    MatrixStage,
    MatrixStage,
    MatrixStage,
    MatrixStage,
    MatrixStage,
    MatrixStage,
    MatrixStage,
    MatrixStage,
  ]
  return [
    { plan: rootPlan(library, { backup: 'wrap' }), stops: [key, root, crl] },
    { plan: issuePlan(), stops: [handoff] },
    { plan: reissuePlan(), stops: [reissue] },
    {
      plan: of('back-up-key', { key: ROOT, token: HSM, target: SAFE, 'transport-key': 'transport-a' }),
      stops: [transport, backup],
    },
    { plan: of('restore-key', { key: ROOT, token: SAFE }), stops: [restore] },
    { plan: of('destroy-key', { key: ROOT, token: HSM, reason: 'The HSM is retired' }), stops: [destroy] },
    { plan: splitPlan({ token: SAFE, 'third-share': 'sealed' }), stops: [split] },
  ]
}

/** What the practice cast answers; the backup is the one that this facility exported. */
export function matrixAnswers(site: TestFacility): AnswerSource {
  return answers(site.folder, {
    exportFolder: () => Promise.resolve(site.folder),
    // A plan of one certificate takes its name from elsewhere.
    requestFile: () =>
      Promise.resolve(makeFleetRequest(mkdtempSync(join(site.folder, 'request-')), 'Fleet Issuing US-1')),
    backupFile: () => {
      const file = readdirSync(site.folder).find((name) => name.endsWith('.sealed-key.json'))
      return Promise.resolve(join(site.folder, file ?? 'no backup'))
    },
  })
}

/** The tokens whose PIN people know. */
function byPin({ facility }: FacilityConsole): RegisteredToken[] {
  return [...facility.state.tokens.values()].filter(({ name }) =>
    pinSources(facility.state, name).every((set) => set === null),
  )
}

/** Opens every one of them that is not open. */
export async function openTokens(session: FacilityConsole): Promise<void> {
  const { room } = session
  for (const { token } of byPin(session)) if (!room.isOpen(token)) await room.open(token, pin())
}

/** "token id" of every key on every token, and of every key that the log says is there. */
export async function keysThere(session: FacilityConsole): Promise<{ found: string[]; known: string[] }> {
  const { facility, room } = session
  await openTokens(session)
  const found: string[] = []
  for (const { name, token } of byPin(session)) {
    const { keys } = await room.opened(token).call('keys.list', { token })
    found.push(...keys.map(({ id }) => `${name} ${id}`))
  }
  const looked = new Set(byPin(session).map(({ name }) => name))
  const keys = [...facility.state.keys.values()].flatMap(livingPlaces)
  const transport = [...facility.state.transportKeys.values()].filter(({ destroyedAt }) => destroyedAt === null)
  const known = [...keys, ...transport].flatMap(({ tokenName, id }) =>
    looked.has(tokenName) ? [`${tokenName} ${id}`] : [],
  )
  return { found: found.toSorted(), known: known.toSorted() }
}
