import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FacilityConsole } from '../../electron/core/console.ts'
import { PRACTICE_TOKEN } from '../../electron/core/practice/cast.ts'
import { utf8ToBytes } from '../../shared/bytes.ts'
import type { Role } from '../../shared/ids.ts'
import { planDigest } from '../../shared/procedure/plan.ts'
import type { RunState } from '../../shared/procedure/run-state.ts'
import {
  ABSENT,
  ADMINISTRATOR,
  answers,
  begin,
  goOn,
  hand,
  pin,
  PRIYA,
  reopen,
  TOMAS,
  WITNESS,
} from './ceremony-run.ts'
import { step } from './procedures.ts'
import { rejectionOf } from './rejection.ts'
import { roomPlan } from './room-run.ts'
import type { TestFacility } from './test-facility.ts'

const token = PRACTICE_TOKEN.name
const AUDITOR = 'daniel-okafor'

/** Steps of the room, a change of people and the whole life of a key, in one script. */
const STEPS = [
  step('clock', 'check-clock'),
  step('gap', 'check-air-gap'),
  step('medium', 'inspect-media'),
  step('bag', 'record-bag', { items: ['HSM 1', 'Card set'] }),
  step('look', 'inspect-token', { token }),
  step('said', 'confirm', { statement: 'The door is closed.', by: 'administrator' }),
  step('open', 'open-token', { token }),
  step('key', 'generate-key', { token, name: 'root-key', algorithm: 'ec-p384' }),
  step('back', 'read-back', { digest: 'key.key', how: 'spoken', words: 8 }),
  step('removal', 'remove-person', { person: AUDITOR, reason: 'Left.' }),
  step('agree-removal', 'approve', { action: 'change-people', over: ['removal.change'] }),
  step('remove', 'apply-change', { change: 'removal.change', approval: 'agree-removal.approval' }),
  step('act', 'prepare-destruction', { key: 'root-key', token, reason: 'A sample.' }),
  step('agree-act', 'approve', { action: 'destroy-key', over: ['act.key-act'] }),
  step('destroy', 'destroy-key', { act: 'act.key-act', approval: 'agree-act.approval' }),
  step('close', 'close-token', { token }),
  step('over', 'hand-over', { role: 'officer', from: PRIYA, to: ABSENT }),
]

const SEATS: readonly (readonly [string, Role])[] = [
  [ADMINISTRATOR, 'administrator'],
  [TOMAS, 'officer'],
  [PRIYA, 'officer'],
  [WITNESS, 'witness'],
]

/**
 * A run in a practice facility that has an entry of every kind that a room can make but those of split custody: the last try of
 * a PIN, two deviations, a refusal, a pause, somebody who leaves, a hand-over, and a witness who does not agree.
 */
export async function fullRoomRun(site: TestFacility): Promise<void> {
  await rehearsed(site)
  const faults = await site.faulty()
  const session = await site.open()
  const { engine } = session
  const media = join(site.folder, 'medium')
  mkdirSync(media)
  writeFileSync(join(media, 'ca.csr'), 'a request')
  const from = answers(site.folder, {
    mediaFolder: () => Promise.resolve(media),
    signOff: (person) =>
      Promise.resolve(person === WITNESS ? { agrees: false, remark: 'Too fast.' } : { agrees: true, remark: '' }),
  })
  const run = await begin(session, roomPlan(STEPS), 'open', from)
  await rejectionOf(engine.perform(run.id, 'open', { kind: 'pin', pin: utf8ToBytes('000000') }))
  await raiseAndDecide(session, run, WITNESS, TOMAS)
  faults.setRules('C_GetTokenInfo set=0x20000')
  await engine.allowFinalTry(run.id, 'open', hand(WITNESS), { typist: TOMAS })
  await engine.perform(run.id, 'open', { kind: 'pin', pin: pin() })
  faults.setRules()
  await goOn(session, run, 'agree-removal', from)
  await engine.refuse(run.id, 'agree-removal', hand(PRIYA), 'I want to read row B again.')
  await engine.pause(run.id, hand(ADMINISTRATOR), 'Lunch.')
  for (const [person, role] of SEATS) await engine.signIn(run.id, hand(person), role)
  await engine.resumeRun(run.id, hand(TOMAS))
  await goOn(session, run, 'act', from)
  await engine.signOut(run.id, hand(TOMAS), 'A call.')
  await engine.signIn(run.id, hand(TOMAS), 'officer')
  await raiseAndDecide(session, run, PRIYA, WITNESS)
  // The pause has closed the token.
  await goOn(session, run, 'destroy', from)
  await reopen(session, run)
  await goOn(session, run, null, from)
  await site.closeAll()
}

/** A short run to its end, and the evidence that it was one, taken from a copy of the facility. */
async function rehearsed(site: TestFacility): Promise<void> {
  const plan = roomPlan([step('said', 'confirm', { statement: 'The door is closed.' })])
  await begin(await site.open(), plan, null, answers(site.folder))
  await site.closeAll()
  const copy = site.copy()
  const session = await site.open()
  await session.engine.recordRehearsal(copy.root, planDigest(plan), hand(TOMAS))
  await copy.remove()
  await site.closeAll()
}

async function raiseAndDecide({ engine }: FacilityConsole, run: RunState, by: string, decider: string): Promise<void> {
  engine.raiseException(run.id, by, { expected: 'Everything is quiet.', happened: 'Something fell down.' })
  await engine.decideException(run.id, run.exceptions.at(-1)?.index ?? -1, hand(decider), {
    decision: 'continue',
    reason: 'It was a cup.',
  })
}
