import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { readReissueList } from '../../../../electron/core/reissue/approved-list.ts'
import { encodePem } from '../../../../shared/pki/pem.ts'
import { outputOf } from '../../../../shared/procedure/run-state.ts'
import type { StepState } from '../../../../shared/procedure/run-state.ts'
import {
  answers,
  begin,
  goOn,
  hand,
  openRun,
  PRIYA,
  reissuePlan,
  reopen,
  rootPlan,
  stepOf,
  TOMAS,
} from '../../../support/ceremony-run.ts'
import { crashRun } from '../../../support/crash.ts'
import { present } from '../../../support/present.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { requestBundle } from '../../../support/request-bundle.ts'
import { runVerifier } from '../../../support/single-file-verifier.ts'
import { ShiftedClock, TestFacility } from '../../../support/test-facility.ts'
import { run as tool } from '../x509/tool.ts'

// Many requests under one approval: 120 good ones are five batches for the HSM, of which any can be stopped.

const GOOD = 120
const site = await TestFacility.found()
const bundle = join(site.folder, 'requests.pem')
const from = answers(site.folder, { requestFile: () => Promise.resolve(bundle) })
afterAll(() => site.remove())

function settledClock(): ShiftedClock {
  const clock = new ShiftedClock()
  clock.ahead = 30_000
  return clock
}

/** Goes on with the run after a stop; people retire what nobody knows. How often they had to. */
async function finish(session: FacilityConsole): Promise<number> {
  const run = openRun(session)
  const step = stepOf(run, 'reissue')
  let retired = 0
  for (let tries = 0; step.status !== 'done'; tries++) {
    if (tries === 6) throw new Error(`the step is still ${step.status}`)
    await reopen(session, run)
    if (step.status === 'unknown') {
      await session.engine.look(run.id, 'reissue')
      for (const person of [TOMAS, PRIYA]) await session.engine.reconcile(run.id, 'reissue', hand(person), 'retire')
      retired++
    } else await goOn(session, run, 'approve-handoff', from).catch(() => undefined)
  }
  return retired
}

/** Places of the list that the log has signatures for. */
function signedPlaces({ intents }: StepState): number[] {
  return intents.flatMap(({ intent, outcome }) =>
    intent.action === 'sign-many' && outcome === 'recorded' ? intent.items.map((_, index) => intent.from + index) : [],
  )
}

/** When it is killed, and of how many batches nobody knows then: of the one behind too, which is written down while the HSM signs. */
const KILLED = [
  ['intended', 2],
  ['returned', 2],
  ['recorded', 1],
] as const

describe('reissue-many', { timeout: 240_000 }, () => {
  beforeAll(async () => {
    writeFileSync(bundle, requestBundle(GOOD))
    const session = await site.open()
    await begin(session, rootPlan(), null, answers(site.folder))
    await begin(session, reissuePlan(), 'reissue', from)
    await site.closeAll()
  }, 120_000)

  it('sets bad requests aside with their reasons, and takes the others', async () => {
    const session = await site.open()
    const { reissue } = outputOf(openRun(session), 'prepare', 'prepare-reissue')
    const { items, refused } = readReissueList(session.facility.artifacts, reissue)
    expect(items.length).toBe(GOOD)
    expect(refused.map(({ position, why }) => [position, why.slice(0, 60)])).toEqual([
      [2, 'It has the key of request 1.'],
      [3, 'The request is not signed by its own key: nothing shows that'],
      [4, expect.stringMatching(/./)],
      [5, 'There is a certificate or a key of its name already; it need'],
      [6, expect.stringMatching(/./)],
    ])
    expect(items[0]?.subject).toBe('C=CH, O=Test Fleet, CN=PRACTICE Fleet Issuing 0')
    await site.closeAll()
  })

  it.each(KILLED)(
    'goes on after core was killed when a batch was %s, and signs nothing twice',
    async (moment, unknown) => {
      const copy = site.copy()
      const ended = await crashRun(copy, { moment, kind: 'reissue-many', nth: 2 })
      expect(ended).toMatchObject({ signal: 'SIGKILL' })
      const session = await copy.open({ clock: settledClock() })
      expect(await finish(session)).toBe(unknown)
      const step = stepOf(openRun(session), 'reissue')
      expect(signedPlaces(step)).toEqual(Array.from({ length: GOOD }, (_, index) => index))
      await copy.remove()
    },
  )

  it('goes on after the hsm process was killed inside a batch', async () => {
    const copy = site.copy()
    const module = await copy.faulty()
    const session = await copy.open()
    const run = openRun(session)
    await reopen(session, run)
    module.setRules('C_Sign kill=9 skip=60')
    await goOn(session, run, 'approve-handoff', from).catch(() => undefined)
    module.setRules()
    // The third batch was written down, and is known not to have been asked for.
    expect(stepOf(run, 'reissue').intents.map(({ outcome }) => outcome)).toEqual(['recorded', 'unknown', 'absent'])
    expect(await finish(session)).toBe(1)
    expect(signedPlaces(stepOf(run, 'reissue'))).toEqual(Array.from({ length: GOOD }, (_, index) => index))
    await copy.remove()
  })

  it('is refused when its list is not the approved one any more', async () => {
    const copy = site.copy()
    const session = await copy.open()
    const run = openRun(session)
    const { reissue } = outputOf(run, 'prepare', 'prepare-reissue')
    await reopen(session, run)
    writeFileSync(session.facility.artifacts.pathOf(reissue.pack), 'other bytes')
    expect(await rejectionOf(goOn(session, run, 'approve-handoff', from))).toMatchObject({ code: 'facility-damaged' })
    expect(stepOf(run, 'reissue').intents).toEqual([])
    await copy.remove()
  })

  it('comes to its end: OpenSSL verifies every certificate, the hand-off has them all, the log verifies', async () => {
    const session = await site.open()
    const run = openRun(session)
    await reopen(session, run)
    await goOn(session, run, null, from)
    const { certificates } = outputOf(run, 'reissue', 'reissue-many')
    expect(new Set(certificates).size).toBe(GOOD)
    const { state, artifacts } = session.facility
    const issued = state.certificates.filter((certificate) => certificate.run === run.id)
    expect(issued.map(({ certificate }) => certificate)).toEqual(certificates)
    const files = certificates.map((sha256, index) => {
      const path = join(site.folder, `issued-${String(index)}.pem`)
      writeFileSync(path, encodePem('CERTIFICATE', artifacts.get(sha256)))
      return path
    })
    const root = join(site.folder, 'root.pem')
    writeFileSync(root, encodePem('CERTIFICATE', artifacts.get(present(state.certificates[0], 'root').certificate)))
    const said = tool('openssl', ['verify', '-CAfile', root, ...files]).output
    expect(said.match(/: OK/g)?.length).toBe(GOOD)
    const names = readdirSync(site.folder, { recursive: true }).map(String)
    expect(names.filter((name) => /handoff-fleet-.*fleet-issuing-\d+/.test(name)).length).toBeGreaterThanOrEqual(GOOD)
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
    expect(await runVerifier(site.root)).toMatchObject({ ok: true, problems: [] })
  })
})
