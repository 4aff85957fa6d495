import { bytesToHex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { messageText } from '../../../shared/incident/message.ts'
import type { StepInput } from '../../../shared/ipc/contract/step-input.ts'
import type { Role } from '../../../shared/ids.ts'
import type { Plan } from '../../../shared/procedure/plan.ts'
import { openException } from '../../../shared/procedure/exceptions.ts'
import { currentStep, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import { toInstant } from '../clock.ts'
import type { FacilityConsole } from '../console.ts'
import type { Facility } from '../facility/facility.ts'
import { judgeApprovals } from '../procedure/approvals.ts'
import { closingCheckpoint } from '../procedure/closing-checkpoint.ts'
import { quorumOf } from '../procedure/quorum-of.ts'
import { signingItems } from '../procedure/signing-items.ts'
import type { AnswerSource } from './answers.ts'
import { decide } from './decide.ts'
import { evidenceInput, sealInput } from './evidence-input.ts'
import { bagsInput, clockInput, handOver, readBackInput } from './room-input.ts'
import { giveShares, reopenWithShares, setOf, splitPin } from './custody.ts'

export type StepReport = (step: StepState, total: number) => void

/** Starts a plan and takes it to its end, asking `answers` for everything that people would type in the window. */
export async function runPlan(
  session: FacilityConsole,
  plan: Plan,
  answers: AnswerSource,
  report: StepReport,
): Promise<RunState> {
  const starter = await answers.starter()
  const secret = await answers.passphrase(starter, `start "${plan.title}"`)
  const run = await session.engine.start(plan, { person: starter, secret })
  return continueRun(session, run, answers, report)
}

/** Goes on with an open run. Throws the failure of the step that could not be done; the run stays open. */
export async function continueRun(
  session: FacilityConsole,
  run: RunState,
  answers: AnswerSource,
  report: StepReport,
): Promise<RunState> {
  for (let step = currentStep(run); step !== null; step = currentStep(run)) {
    if (await decideOpen(session, run, answers)) continue
    report(step, run.steps.length)
    await doStep(session, run, step, answers)
  }
  return run
}

/** True when a deviation held the run up and is decided now. Throws exception-open when nobody decides. */
async function decideOpen({ engine }: FacilityConsole, run: RunState, answers: AnswerSource): Promise<boolean> {
  const open = openException(run)
  if (open === null) return false
  const decided = await answers.deviation(open)
  if (decided === null) {
    throw fail('exception-open', `A deviation is not decided: ${open.happened}`, {
      remedy: 'Somebody decides whether the run goes on. It stays open until then.',
      detail: { exception: open.index },
    })
  }
  const { person, decision, reason } = decided
  const secret = await answers.passphrase(person, 'decide about a deviation')
  await engine.decideException(run.id, open.index, { person, secret }, { decision, reason })
  return true
}

async function doStep(session: FacilityConsole, run: RunState, state: StepState, answers: AnswerSource): Promise<void> {
  const { engine } = session
  const { step } = state
  switch (step.kind) {
    case 'assemble':
      await signEverybodyIn(session, run, answers)
      await engine.perform(run.id, step.id, { kind: 'none' })
      return
    case 'approve':
      return approve(session, run, state, answers)
    case 'decide':
    case 'classify':
      return decide(session, run, state, step, answers)
    case 'sign-off':
      return signOff(session, run, state, answers)
    case 'confirm':
      if (!(await answers.confirm(step.statement))) {
        throw fail('step-not-ready', `"${step.statement}" was not confirmed.`, {
          remedy: 'The run stays open. Record an exception or abort it.',
        })
      }
      await engine.perform(run.id, step.id, { kind: 'none' })
      return
    case 'read-back': {
      const { input, by } = await readBackInput(run, step, answers)
      await engine.perform(run.id, step.id, input, step.by === undefined ? undefined : by)
      return
    }
    case 'hand-over':
      await handOver(session, run, step, answers)
      await engine.perform(run.id, step.id, { kind: 'none' })
      return
    case 'open-token': {
      const set = setOf(session, run, state)
      if (set !== null) await giveShares(session, run, state, set, answers)
      const input: StepInput = set === null ? { kind: 'pin', pin: await answers.pin(step.token) } : { kind: 'shares' }
      await engine.perform(run.id, step.id, input)
      return
    }
    case 'split-pin':
      return splitPin(session, run, state, answers)
    default:
      if (step.kind !== 'close-token') await reopenWithShares(session, run, state, answers)
      await engine.perform(run.id, step.id, await inputFor(session, run, state, answers))
  }
}

async function inputFor(
  session: FacilityConsole,
  run: RunState,
  { step }: StepState,
  answers: AnswerSource,
): Promise<StepInput> {
  switch (step.kind) {
    case 'check-clock':
      return clockInput(session, run, answers)
    case 'inspect-media':
      return { kind: 'folder', path: await answers.mediaFolder() }
    case 'record-bag':
      return bagsInput(session, run, step, answers)
    case 'revoke':
      return step.certificates === undefined ? { kind: 'file', path: await answers.revocationList() } : { kind: 'none' }
    case 'import-request':
    case 'prepare-reissue':
      return { kind: 'file', path: await answers.requestFile() }
    case 'import-inventory':
      return run.drill ? { kind: 'none' } : { kind: 'folder', path: await answers.inventory(step.of) }
    case 'collect-evidence':
      return evidenceInput(step, answers)
    case 'import-recipients':
      return { kind: 'file', path: await answers.recipientsFile() }
    case 'seal-evidence':
      return sealInput(run, step, answers)
    case 'import-policy':
      return { kind: 'file', path: await answers.policyFile() }
    case 'register-token':
      return { kind: 'token', ...(await answers.newToken()) }
    case 'enrol-person':
      return { kind: 'credential', credential: await answers.newCredential(step.name) }
    case 'move-credential':
      return { kind: 'credential', credential: await answers.newCredential(step.person) }
    case 'prepare-restore':
      return { kind: 'file', path: await answers.backupFile() }
    case 'await-receipt':
      return run.drill ? { kind: 'none' } : { kind: 'file', path: await answers.receiptFile() }
    case 'import-status':
      return run.drill ? { kind: 'none' } : { kind: 'file', path: await answers.statusFile() }
    case 'register-receiver':
      return { kind: 'file', path: await answers.receiverFile() }
    case 'export-backup':
    case 'export':
      return { kind: 'folder', path: await answers.exportFolder() }
    case 'notify':
      return {
        kind: 'message',
        text: await answers.message(
          messageText(session.facility.state, run, step, toInstant(session.facility.clock.now())),
        ),
      }
    case 'run-ceremony':
      return run.drill ? { kind: 'played', minutes: await answers.playedMinutes(step.ceremony) } : { kind: 'none' }
    case 'review':
      return { kind: 'review', review: await answers.review() }
    default:
      return { kind: 'none' }
  }
}

async function approve(
  { engine, facility }: FacilityConsole,
  run: RunState,
  state: StepState,
  answers: AnswerSource,
): Promise<void> {
  const { step } = state
  if (step.kind !== 'approve') return
  const items = signingItems(run, step)
  const given = state.approvals.map((approval) => approval.statement.person)
  const person = await answers.approver(items, given, stillWanted(facility, run, state))
  if (person === null) {
    const verdict = judgeApprovals(facility.state, run, state)
    throw fail(
      'quorum-not-met',
      `"${step.title}" has ${String(given.length)} of ${String(verdict.needed)} approvals; nobody else approves (${verdict.missing ?? ''} needed).`,
    )
  }
  await engine.approve(
    run.id,
    step.id,
    { person, secret: await answers.passphrase(person, step.title) },
    items.map((item) => item.tbs),
  )
}

/** The first role of the quorum that is not full yet. */
function stillWanted(facility: Facility, run: RunState, state: StepState): Role {
  const quorum = quorumOf(facility.state, run, state)
  const open = quorum.find(
    ({ role, count }) => state.approvals.filter(({ statement }) => statement.role === role).length < count,
  )
  return (open ?? quorum[0])?.role ?? 'officer'
}

async function signEverybodyIn({ engine }: FacilityConsole, run: RunState, answers: AnswerSource): Promise<void> {
  for (const { person, role } of await answers.present(run.plan.definition.script.roles)) {
    if (run.present.some((seat) => seat.person === person)) continue
    await engine.signIn(run.id, { person, secret: await answers.passphrase(person, `sign in as ${role}`) }, role)
  }
}

async function signOff(
  { engine, facility }: FacilityConsole,
  run: RunState,
  state: StepState,
  answers: AnswerSource,
): Promise<void> {
  const signed = new Set(state.signOffs.map(({ statement }) => statement.person))
  const next = run.present.find((seat) => !signed.has(seat.person))
  if (next === undefined) throw fail('log-inconsistent', 'Everybody signed off, but the run is not closed.')
  const root = bytesToHex(closingCheckpoint(facility, run).root)
  const word = await answers.signOff(next.person)
  const hand = { person: next.person, secret: await answers.passphrase(next.person, 'sign off') }
  await engine.signOff(run.id, state.step.id, hand, { ...word, root })
}
