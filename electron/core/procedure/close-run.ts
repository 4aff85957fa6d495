import { bytesToHex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { cosignature, cosignatureMessage } from '../../../shared/ledger/cosignature.ts'
import { formatSignatureLine } from '../../../shared/ledger/note.ts'
import { cosignerKey } from '../../../shared/people/cosigner.ts'
import { type SignOffStatement, statementBytes } from '../../../shared/procedure/approval.ts'
import { isPlaybook } from '../../../shared/procedure/definition.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { toInstant } from '../clock.ts'
import type { Facility } from '../facility/facility.ts'
import { findPerson } from '../people/find-person.ts'
import { type Hand, withSigner } from '../people/signer.ts'
import { signAct } from './acts.ts'
import { closingCheckpoint } from './closing-checkpoint.ts'
import { findAbortableRun } from './current-step.ts'
import { assertMayAbort } from './evidence-lock.ts'
import type { EngineServices } from './step-context.ts'

/**
 * One participant's sign-off: the statement, and a tlog-cosignature of the checkpoint that everybody reads aloud. When the
 * last participant has signed, the run closes and the log is checkpointed once more.
 */
export async function finishRun(
  services: EngineServices,
  run: RunState,
  step: StepState,
  hand: Hand,
  given: { readonly agrees: boolean; readonly remark: string; readonly root: string },
): Promise<RunState> {
  const { facility } = services
  const person = findPerson(facility.state, hand.person)
  const seat = run.present.find((present) => present.person === person.id)
  if (seat === undefined) throw fail('person-not-present', `${person.name} took no part in this run.`)
  if (step.signOffs.some((signOff) => signOff.statement.person === person.id)) {
    throw fail('already-approved', `${person.name} has signed off already.`)
  }
  if (!given.agrees && given.remark.trim() === '') {
    throw fail('invalid-request', 'Whoever does not agree says why.', { remedy: 'Write what was not as it should be.' })
  }
  const checkpoint = closingCheckpoint(facility, run)
  const root = bytesToHex(checkpoint.root)
  if (root !== given.root) {
    throw fail(
      'approval-for-other-bytes',
      'The checkpoint on the screen is not the one that is to be signed now. Nothing was recorded.',
      {
        remedy: 'Read the step again and compare the words.',
      },
    )
  }
  const now = facility.clock.now()
  const { origin } = facility.state.founded
  const seconds = Math.floor(now / 1000)
  const signed = await withSigner(services, hand, async ({ credential, sign }) => {
    const statement: SignOffStatement = {
      type: 'conclave-sign-off/v1',
      facility: origin,
      run: run.id,
      plan: run.planDigest,
      checkpoint: { size: checkpoint.size, root },
      agrees: given.agrees,
      remark: given.remark,
      person: person.id,
      credential: credential.id,
      time: toInstant(now),
    }
    const signature = bytesToHex(await sign(statementBytes(statement)))
    const key = cosignerKey(origin, person.id, credential)
    const line = key && cosignature(key, seconds, await sign(cosignatureMessage(seconds, checkpoint.text)))
    return { statement, signature, line }
  })
  const { line, ...data } = signed
  if (line !== null) facility.store.addCosignature(checkpoint.size, formatSignatureLine(line))
  facility.append('sign-off-given', data, { run: run.id, step: step.step.id, actor: person.id, role: seat.role })
  if (step.signOffs.length === run.present.length) closeRun(facility, run, step)
  return run
}

/**
 * Ends a run before its last step: one person's word, with the reason; the second word where its evidence is not sealed. Every token
 * is closed.
 */
export async function abortRun(services: EngineServices, runId: string, hand: Hand, reason: string): Promise<RunState> {
  const { facility, room } = services
  const person = findPerson(facility.state, hand.person)
  const run = findAbortableRun(facility.state, runId, person)
  assertMayAbort(run, person)
  const given = await signAct(services, hand, { act: 'abort-run', run, step: null, note: reason })
  facility.append('run-aborted', given, { actor: hand.person, run: run.id })
  facility.checkpoint()
  // A playbook opens none; the ceremony beside it keeps its own.
  if (!isPlaybook(run.plan.definition)) for (const { token } of facility.state.tokens.values()) await room.close(token)
  return run
}

/** Everybody has signed off: ends the step, then the run. */
export function closeRun(facility: Facility, run: RunState, step: StepState): void {
  const checkpoint = step.signOffs[0]?.statement.checkpoint
  if (checkpoint === undefined) throw fail('log-inconsistent', 'Nobody has signed this run off.')
  facility.append(
    'step-done',
    { kind: 'sign-off', output: { checkpoint, ...wordsOf(step) } },
    { run: run.id, step: step.step.id },
  )
  endRun(facility, run)
}

/** Every step is done: closes the run, and checkpoints the log once more. */
export function endRun(facility: Facility, run: RunState): void {
  const signOff = run.steps.find((state) => state.step.kind === 'sign-off')
  if (signOff === undefined) throw fail('log-inconsistent', 'This run has no sign-off.')
  facility.append('run-closed', wordsOf(signOff), { run: run.id })
  facility.checkpoint()
}

/** Who agreed, and who did not. */
export function wordsOf({ signOffs }: StepState): { agree: string[]; disagree: string[] } {
  const people = (agrees: boolean): string[] =>
    signOffs.filter(({ statement }) => statement.agrees === agrees).map(({ statement }) => statement.person)
  return { agree: people(true), disagree: people(false) }
}
