import { readPaperShare } from '../../../shared/custody/paper-share.ts'
import type { ShareKind, ShareSet } from '../../../shared/custody/share-set.ts'
import { pinSourcesAt } from '../../../shared/facility/pins.ts'
import { fail, type FailureCode, OperationError } from '../../../shared/failure.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { openShare, shareFileHeader } from '../custody/share-file.ts'
import { readShareFile, shareFilePath } from '../custody/share-store.ts'
import type { Share } from '../custody/split.ts'
import { personName } from '../log/wording.ts'
import { findPerson } from '../people/find-person.ts'
import { type Hand, withKeyFile } from '../people/signer.ts'
import { assertInRoom } from './in-room.ts'
import { counterOf, type NamedToken } from './open-token.ts'
import type { EngineServices } from './step-context.ts'

/** What a custodian brings. The secret, and the words (UTF-8, separated by anything), are overwritten. */
export type GivenShare = {
  /** Id of the set: of those that may be in force. */
  readonly set: string
} & (
  | {
      readonly kind: 'sealed'
      readonly hand: Hand
      /** Their own copy; without it the one in the facility is taken. */
      readonly file?: string | undefined
    }
  | { readonly kind: 'paper'; readonly person: string; readonly words: Uint8Array }
)

/** Failures that say something about the share, not about how it was typed: they are part of the record. */
const TOLD: ReadonlySet<FailureCode> = new Set([
  'share-wrong',
  'share-duplicate',
  'share-of-other-set',
  'share-damaged',
])

/**
 * One custodian gives their share of a PIN that may be in force. A share that is wrong is named in the log and wiped; those before
 * it stay. Throws person-not-present, step-not-ready, share-word-wrong, share-missing, what withKeyFile throws, and TOLD.
 */
export async function giveShare(
  services: EngineServices,
  run: RunState,
  step: StepState,
  token: NamedToken,
  given: GivenShare,
): Promise<void> {
  const { facility, custody } = services
  const { state } = facility
  const person = findPerson(state, given.kind === 'sealed' ? given.hand.person : given.person)
  assertInRoom(run, person, 'Custodians sign in before they give their share.')
  const set = pinSourcesAt(state, token.name, step).find((source) => source?.id === given.set)
  if (set === null || set === undefined) {
    throw fail('step-not-ready', `${token.name} is not opened with shares of this set. No share was taken.`, {
      remedy: 'Read the step again.',
    })
  }
  const about = { token: token.name, set: set.id, share: given.kind }
  const at = { run: run.id, step: step.step.id, actor: person.id }
  try {
    const share = given.kind === 'sealed' ? await readSealed(services, set, given) : readPaper(services, set, given)
    custody.give(counterOf(run, step), set, share, (id) => personName(state, id))
    facility.append('share-given', about, at)
  } catch (error) {
    if (error instanceof OperationError && TOLD.has(error.code))
      facility.append('share-refused', { ...about, failure: error.failure }, at)
    throw error
  }
}

function readPaper(
  services: EngineServices,
  set: ShareSet,
  { person, words }: Extract<GivenShare, { kind: 'paper' }>,
): Share {
  assertKind(services, set, person, 'paper')
  // JavaScript strings cannot be wiped: this one lives until it is collected.
  return { set: set.id, person, share: readPaperShare(new TextDecoder().decode(words), set.id) }
}

async function readSealed(
  services: EngineServices,
  set: ShareSet,
  { hand, file }: Extract<GivenShare, { kind: 'sealed' }>,
): Promise<Share> {
  assertKind(services, set, hand.person, 'sealed')
  const { facility } = services
  const { origin } = facility.state.founded
  const nameOf = (id: string): string => personName(facility.state, id)
  const bytes = readShareFile(file ?? shareFilePath(facility.layout, hand.person, set.id))
  return withKeyFile(services, hand, shareFileHeader(bytes).publicKey, ({ unlocked }) =>
    openShare(bytes, { origin, set, person: hand.person, nameOf }, unlocked),
  )
}

/** A custodian who has no such share is told what they have, before anybody looks for a file. */
function assertKind({ facility }: EngineServices, set: ShareSet, person: string, kind: ShareKind): void {
  const custodian = set.custodians.find((one) => one.person === person)
  const name = personName(facility.state, person)
  if (custodian === undefined) {
    throw fail('share-wrong', `${name} is no custodian of this PIN. Nothing was tried on the token.`, {
      remedy: `Its custodians: ${set.custodians.map((one) => personName(facility.state, one.person)).join(', ')}.`,
      detail: { custodian: person },
    })
  }
  if (custodian.kind === kind) return
  throw fail(
    'step-not-ready',
    custodian.kind === 'paper'
      ? `${name} has their share on paper.`
      : `The share of ${name} is a file that their key file opens.`,
    { remedy: custodian.kind === 'paper' ? 'Type the words of the paper.' : 'Type the passphrase of the key file.' },
  )
}
