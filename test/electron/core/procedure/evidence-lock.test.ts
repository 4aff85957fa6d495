import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { findProcedure } from '../../../../electron/core/procedure/library.ts'
import { makePlan } from '../../../../electron/core/procedure/make-plan.ts'
import type { Envelope } from '../../../../shared/ledger/envelope.ts'
import { isPlaybook } from '../../../../shared/procedure/definition.ts'
import type { RunState } from '../../../../shared/procedure/run-state.ts'
import { ADMINISTRATOR, answers, begin, goOn, hand, issuePlan, stepOf, TOMAS } from '../../../support/ceremony-run.ts'
import { coveringPaths } from '../../../support/drill/paths.ts'
import { abridged, incidentAnswers, incidentPlan, LEAD } from '../../../support/drill/play.ts'
import { present } from '../../../support/present.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { runVerifier } from '../../../support/single-file-verifier.ts'
import { Stages } from '../../../support/stages.ts'
import { library, type TestFacility } from '../../../support/test-facility.ts'
import { rewriteLog } from '../log/forged-log.ts'

/** The ceremonies that could destroy evidence, with the step that does, on the real SoftHSM. */
const DESTRUCTIVE = ['revoke-ca', 'distrust-authority', 'destroy-key'] as const
type Destructive = (typeof DESTRUCTIVE)[number]
const STEP: Readonly<Record<Destructive, string>> = {
  'revoke-ca': 'revoke',
  'distrust-authority': 'order',
  'destroy-key': 'destroy',
}
const HANDED = { domain: 'fleet', 'first-signer': 'handoff-a', 'second-signer': 'handoff-b', token: 'practice-hsm' }
const INPUTS: Readonly<Record<Destructive, Readonly<Record<string, string>>>> = {
  'revoke-ca': {
    ...HANDED,
    issuer: 'fleet-root-g1',
    certificate: 'fleet-issuing-eu-1',
    reason: 'keyCompromise',
    since: 'now',
    why: 'Stolen',
  },
  'distrust-authority': {
    ...HANDED,
    authority: 'fleet-issuing-eu-1',
    reason: 'Stolen',
    from: '2020-01-01 12:00',
    replacement: 'none',
  },
  'destroy-key': { key: 'fleet-root-g1', token: 'practice-hsm', reason: 'Stolen' },
}

const stages = new Stages()
let issued: TestFacility
beforeAll(async () => {
  issued = await stages.rooted()
  await begin(await issued.open(), issuePlan(), null, answers(issued.folder))
  await issued.closeAll()
}, 120_000)
afterAll(() => stages.removeAll())

/** Each playbook; the ceremony that stays open over the seal and then goes on; which of them are started for the incident. */
const PLAYBOOKS = [...library.procedures.values()].filter(isPlaybook).map((file, at) => {
  const last = present(DESTRUCTIVE[at % DESTRUCTIVE.length], 'ceremony')
  const order = [...DESTRUCTIVE.filter((name) => name !== last), last]
  return [
    file.playbook,
    { file, order, last, isFor: (name: Destructive) => (DESTRUCTIVE.indexOf(name) + at) % 2 === 0 },
  ] as const
})

/** The ceremony, taken to the step that destroys. */
async function upTo(
  session: FacilityConsole,
  name: Destructive,
  folder: string,
  incident: string | null,
): Promise<RunState> {
  const plan = makePlan(library, findProcedure(library, name), name, INPUTS[name])
  const run = await session.engine.start(plan, hand(ADMINISTRATOR), incident === null ? {} : { incident })
  return goOn(session, run, STEP[name], answers(folder))
}

/** The same log, with the seal after what had to wait for it. */
function sealedAfter(entries: Envelope[], incident: string, ceremony: string, step: string): readonly Envelope[] {
  const isSeal = (entry: Envelope): boolean => entry.run === incident && entry.step === 'seal'
  const rest = entries.filter((entry) => !isSeal(entry))
  const at = rest.findLastIndex((entry) => entry.run === ceremony && entry.step === step) + 1
  const moved = [...rest.slice(0, at), ...entries.filter(isSeal), ...rest.slice(at)]
  // The clock still goes forward.
  return moved.map((entry, index) => ({ ...entry, time: entries[index]?.time ?? entry.time }))
}

describe('Until the evidence is sealed', { timeout: 120_000 }, () => {
  it.each(PLAYBOOKS)(
    '%s holds back what revokes, distrusts or destroys',
    async (_name, { file, order, last, isFor }) => {
      const site = issued.copy()
      const session = await site.open()
      const { engine } = session
      const plan = incidentPlan(abridged(file, { console: false }), 'Suspicion')
      const path = present(coveringPaths(file)[0], 'path')
      const from = incidentAnswers(site.folder, path)

      // A drill that is open holds nothing back, and is held back by nothing but its order.
      const drill = await engine.start(plan, hand(LEAD), { drill: true })
      await goOn(session, drill, 'collect', from)
      const free = await upTo(session, 'distrust-authority', site.folder, null)
      await goOn(session, free, 'approve-order', answers(site.folder))
      expect(stepOf(free, 'order').status).toBe('done')
      await engine.abort(free.id, hand(ADMINISTRATOR), 'Enough.')

      const incident = await engine.start(plan, hand(LEAD))
      await goOn(session, incident, 'collect', from)
      for (const { step } of incident.steps.filter(
        (state) => state.step.kind === 'run-ceremony' && state.status === 'pending',
      ))
        expect((await rejectionOf(engine.perform(incident.id, step.id, { kind: 'none' }))).code).toBe(
          'step-not-current',
        )
      let open: RunState | null = null
      for (const name of order) {
        const ceremony = await upTo(session, name, site.folder, isFor(name) ? incident.id : null)
        const refused = await rejectionOf(engine.perform(ceremony.id, STEP[name], { kind: 'none' }))
        expect(refused).toMatchObject({ code: 'evidence-not-sealed', detail: { incident: incident.id } })
        expect(refused.remedy).toContain('"Seal the evidence"')
        expect(stepOf(ceremony, STEP[name]).status).toBe('pending')
        if (name === last) open = ceremony
        else await engine.abort(ceremony.id, hand(ADMINISTRATOR), 'It has to wait.')
      }
      const waiting = present(open, 'ceremony')

      const next = incident.steps[stepOf(incident, 'seal').number]?.step.id ?? null
      await goOn(session, incident, next, from)
      expect(stepOf(incident, 'seal').status).toBe('done')
      await engine.perform(waiting.id, STEP[last], { kind: 'none' })
      expect(stepOf(waiting, STEP[last]).status).toBe('done')
      await site.closeAll()
      expect((await verifyFacility(site.root)).problems).toEqual([])
      expect((await runVerifier(site.root)).problems).toEqual([])

      rewriteLog(site.root, (entries) => sealedAfter(entries, incident.id, waiting.id, STEP[last]))
      const [ours] = (await verifyFacility(site.root)).problems
      expect(ours?.message).toContain(`the evidence of ${incident.id} was not sealed`)
      const [theirs] = (await runVerifier(site.root)).problems
      expect(theirs).toMatchObject({ code: 'evidence-not-sealed', index: ours?.index })
      await site.remove()
    },
  )

  it('one person alone cannot abort the incident and so lift the lock; two can', async () => {
    const site = issued.copy()
    const session = await site.open()
    const { engine } = session
    const file = present(PLAYBOOKS[0]?.[1].file, 'playbook')
    const plan = incidentPlan(abridged(file, { console: false }), 'Suspicion')
    const from = incidentAnswers(site.folder, present(coveringPaths(file)[0], 'path'))
    const incident = await engine.start(plan, hand(LEAD))
    await goOn(session, incident, 'collect', from)
    const alone = await rejectionOf(engine.abort(incident.id, hand(LEAD), 'Enough.'))
    expect(alone).toMatchObject({ code: 'evidence-not-sealed', detail: { incident: incident.id } })
    engine.raiseException(incident.id, TOMAS, { expected: 'A theft.', happened: 'It was the test of a guard.' })
    const index = incident.exceptions.at(-1)?.index ?? -1
    await engine.decideException(incident.id, index, hand(LEAD), { decision: 'abort', reason: 'Nothing happened.' })
    expect((await rejectionOf(engine.abort(incident.id, hand(LEAD), 'Enough.'))).code).toBe('evidence-not-sealed')
    await engine.abort(incident.id, hand(TOMAS), 'Nothing happened.')
    expect(incident.status).toBe('aborted')
    await site.closeAll()
    expect((await verifyFacility(site.root)).problems).toEqual([])
    expect((await runVerifier(site.root)).problems).toEqual([])

    const isTold = ({ kind, run }: Envelope): boolean =>
      kind === 'exception-raised' || kind === 'exception-decided' ? run !== incident.id : true
    rewriteLog(site.root, (entries) => entries.filter(isTold))
    expect((await verifyFacility(site.root)).problems[0]?.message).toContain('one person alone ended it')
    expect((await runVerifier(site.root)).problems[0]?.code).toBe('evidence-not-sealed')
    await site.remove()
  })
})
