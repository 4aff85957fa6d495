import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { shareNote } from '../../../shared/custody/commitment.ts'
import type { CustodyAct } from '../../../shared/custody/custody-act.ts'
import { readPaperShare } from '../../../shared/custody/paper-share.ts'
import { pinFromRandom, pinRandomBytes, splitPinLength } from '../../../shared/custody/pin.ts'
import { fail } from '../../../shared/failure.ts'
import type { TokenInfo } from '../../../shared/ipc/hsm-contract.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { checkShare } from '../custody/combine.ts'
import { Dealing } from '../custody/dealing.ts'
import { openShare, sealShare } from '../custody/share-file.ts'
import { readShareFile, shareFilePath, writeShareFile } from '../custody/share-store.ts'
import { type Share, splitSecret } from '../custody/split.ts'
import { personName } from '../log/wording.ts'
import { findPerson } from '../people/find-person.ts'
import { type Hand, type KeyFileSigner, withKeyFile } from '../people/signer.ts'
import { actBy, signAct, type SignedAct } from './acts.ts'
import { approvedCustody } from './approved-custody.ts'
import { assertInRoom } from './in-room.ts'
import { counterOf, findPin, logIn, type NamedToken } from './open-token.ts'
import type { EngineServices } from './step-context.ts'

/** The step in which shares are dealt, and its place in the run. */
export interface DealingPlace {
  readonly services: EngineServices
  readonly run: RunState
  readonly step: StepState
}

/**
 * Checks the PIN that the token has by logging in with it, makes a new one out of its random numbers and splits it. From here on
 * both are in memory. Throws quorum-not-met, change-refused, person-not-present, and what a login says.
 */
export async function beginDealing(place: DealingPlace, typed: Uint8Array | null): Promise<void> {
  const { services, run, step } = place
  const { state } = services.facility
  const { act, token } = approvedCustody(services.facility, run, step)
  for (const { person } of act.custodians)
    assertInRoom(run, findPerson(state, person), 'Every custodian takes their share themselves: they sign in first.')
  const { pin, source } = await findPin(services, run, step, token, typed)
  try {
    const info = await logIn(services, token, source, pin.slice())
    const next = await newPin(services, token, info, act)
    try {
      await services.room.close(token.ref)
      const custodians = act.custodians.map(({ person, share }) => ({ person, kind: share }))
      const split = await splitSecret(next, act.k, custodians, token.name)
      const pins = { current: pin.slice(), next: next.slice() }
      services.custody.deal(counterOf(run, step), new Dealing(split, pins, nameOf(services)))
    } finally {
      next.fill(0)
    }
  } finally {
    pin.fill(0)
  }
}

async function newPin(
  { room }: EngineServices,
  { ref }: NamedToken,
  { pinLength }: TokenInfo,
  { characters }: CustodyAct,
): Promise<Uint8Array> {
  const length = splitPinLength(pinLength)
  const request = { token: ref, length: pinRandomBytes(length) }
  const { random } = await room.opened(ref).call('random.generate', request)
  try {
    return pinFromRandom(random, length, characters)
  } finally {
    random.fill(0)
  }
}

/**
 * One custodian takes their share as a file that their key file opens: in the facility, or in a folder of their own media. It is on
 * the disk and was read back when the log says so.
 */
export async function dealSealed(place: DealingPlace, hand: Hand, folder: string | undefined): Promise<void> {
  const { services, run } = place
  const dealing = dealingOf(place)
  assertInRoom(run, findPerson(services.facility.state, hand.person))
  const share = dealing.shareOf(hand.person, 'sealed')
  const receipt = await withKeyFile(services, hand, null, async (signer) => {
    keepSealed(place, dealing, share, signer, folder)
    return actBy(services.facility, signer, receiptOf(place, dealing, hand.person))
  })
  record(place, dealing, hand.person, receipt)
}

/** The words of a share on paper, for its custodian alone, who signs that they take it. They are nowhere else. */
export async function showShare(place: DealingPlace, hand: Hand): Promise<string[]> {
  const { services, run } = place
  const dealing = dealingOf(place)
  assertInRoom(run, findPerson(services.facility.state, hand.person))
  dealing.shareOf(hand.person, 'paper')
  const receipt = await signAct(services, hand, receiptOf(place, dealing, hand.person))
  return dealing.show(hand.person, receipt)
}

/** The custodian types back what they wrote down. Throws share-word-wrong, share-missing, share-wrong; the share can be shown again. */
export function confirmShare(place: DealingPlace, person: string, words: Uint8Array): void {
  const dealing = dealingOf(place)
  const receipt = dealing.receiptOf(person)
  // JavaScript strings cannot be wiped: this one lives until it is collected.
  const share = readPaperShare(new TextDecoder().decode(words), dealing.set.id)
  dealing.typedBack({ set: dealing.set.id, person, share })
  record(place, dealing, person, receipt)
}

function dealingOf({ services, run, step }: DealingPlace): Dealing {
  const dealing = services.custody.dealingAt(counterOf(run, step))
  if (dealing !== null) return dealing
  throw fail('step-not-ready', 'No new PIN was made yet. Nothing was dealt.', {
    remedy: 'Give the PIN that the token has first.',
  })
}

/** A second try finds the file of the first one: what counts is that it opens. */
function keepSealed(
  { services }: DealingPlace,
  { set }: Dealing,
  share: Share,
  { unlocked, person }: KeyFileSigner,
  folder: string | undefined,
): void {
  const { layout, state } = services.facility
  const { origin } = state.founded
  const path = shareFilePath(layout, person.id, set.id, folder)
  if (!existsSync(path)) {
    if (folder === undefined) mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeShareFile(path, sealShare(origin, set.token, share, unlocked))
  }
  const names = nameOf(services)
  const readBack = openShare(readShareFile(path), { origin, set, person: person.id, nameOf: names }, unlocked)
  try {
    checkShare(set, [], readBack, names)
  } finally {
    readBack.share.fill(0)
  }
}

function receiptOf({ run, step }: DealingPlace, dealing: Dealing, person: string): Parameters<typeof signAct>[2] {
  const note = shareNote(dealing.set.id, dealing.commitmentOf(person))
  return { act: 'take-share', run, step: step.step.id, note }
}

function record({ services, run, step }: DealingPlace, dealing: Dealing, person: string, receipt: SignedAct): void {
  const { set } = dealing
  const share = set.custodians.find((one) => one.person === person)?.kind ?? 'paper'
  const about = { token: set.token, set: set.id, person, share, commitment: dealing.commitmentOf(person) }
  services.facility.append('share-dealt', { ...about, ...receipt }, { run: run.id, step: step.step.id, actor: person })
  dealing.dealt(person)
}

function nameOf({ facility }: EngineServices): (person: string) => string {
  return (person) => personName(facility.state, person)
}
