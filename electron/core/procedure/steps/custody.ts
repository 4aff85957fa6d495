import { type CustodyAct, custodyAct } from '../../../../shared/custody/custody-act.ts'
import { shareKind, threshold } from '../../../../shared/custody/share-set.ts'
import { pinSources } from '../../../../shared/facility/pins.ts'
import { fail, toFailure } from '../../../../shared/failure.ts'
import { itemOfKeyAct } from '../../../../shared/keys/key-act.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { personName } from '../../log/wording.ts'
import { keyFilesOf } from '../../people/signer.ts'
import { approvedCustody, type ApprovedCustody } from '../approved-custody.ts'
import { counterOf } from '../open-token.ts'
import type { StepContext } from '../step-context.ts'

/** Writes down how the PIN of a token is to be split, for approval. Throws change-refused with every reason why it cannot be. */
export function prepareCustody(context: StepContext<'prepare-custody'>): StepOutput<'prepare-custody'> {
  const { step, facility } = context
  const { name } = context.token(step.token)
  const drafted = custodyAct.safeParse({
    act: 'change-custody',
    token: name,
    replaces: pinSources(facility, name)[0]?.id ?? null,
    k: Number(context.value(step.threshold)),
    custodians: step.custodians.map(({ person, share }) => ({
      person: context.value(person),
      share: context.value(share),
    })),
    characters: step.characters ?? 'alphanumeric',
  })
  const problems = drafted.success ? problemsOf(context, drafted.data) : unreadable(context)
  if (!drafted.success || problems.length > 0) {
    throw fail('change-refused', `The PIN cannot be split so: ${problems.join('; ')}. Nothing was changed.`, {
      remedy: 'Abort the run and plan it otherwise.',
      detail: { problems },
    })
  }
  const act = drafted.data
  context.services.facility.artifacts.put(canonicalBytes(act))
  return { item: itemOfKeyAct(act), act }
}

function unreadable(context: StepContext<'prepare-custody'>): string[] {
  const kinds = context.step.custodians.map(({ share }) => context.value(share))
  const isNumber = threshold.safeParse(context.value(context.step.threshold)).success
  return [
    ...(isNumber ? [] : ['2 to 16 shares are needed to open the token']),
    ...kinds.flatMap((kind) =>
      shareKind.safeParse(kind).success ? [] : [`a share is ${shareKind.options.join(' or ')}, not "${kind}"`],
    ),
  ]
}

function problemsOf({ facility }: StepContext<'prepare-custody'>, { k, custodians }: CustodyAct): string[] {
  const people = custodians.map(({ person }) => person)
  const repeated = people.filter((person, at) => people.indexOf(person) !== at)
  return [
    ...(k > people.length ? [`${String(k)} shares are needed and there are ${String(people.length)} custodians`] : []),
    ...repeated.map((person) => `${personName(facility, person)} would hold two shares`),
    ...custodians.flatMap(({ person, share }) => {
      const known = facility.people.get(person)
      if (known === undefined) return [`"${person}" is not enrolled`]
      if (known.removedAt !== null) return [`${known.name} was removed`]
      const isSealable = share === 'paper' || keyFilesOf(known).length > 0
      return isSealable ? [] : [`${known.name} has no key file that could seal a share; take paper`]
    }),
  ]
}

/**
 * Every custodian has their share, on disk or on paper: now the token gets the new PIN. What is in memory of it is gone after this,
 * unless the token certainly kept its old PIN.
 */
export async function splitPin(context: StepContext<'split-pin'>): Promise<StepOutput<'split-pin'>> {
  const recorded = context.state.intents.find(({ outcome }) => outcome === 'recorded')?.intent
  if (recorded?.action === 'set-pin') {
    const { token, tokenName, set } = recorded
    return { token, tokenName, set, recovered: true }
  }
  const custody = approvedCustody(context.services.facility, context.run, context.state)
  const { custody: memory } = context.services
  const dealing = memory.dealingAt(counterOf(context.run, context.state))
  if (dealing === null) {
    throw fail('step-not-ready', 'No new PIN was made yet. The token has its old PIN.', {
      remedy: 'Give the PIN that the token has, then let every custodian take their share.',
    })
  }
  const { current, next } = dealing.pins()
  try {
    const set = await setPin(context, custody, dealing.set, { current, next })
    memory.wipe()
    return { token: custody.token.ref, tokenName: custody.token.name, set, recovered: false }
  } catch (error) {
    const asked = toFailure(error).detail?.['asked']
    if (asked !== 'no' && asked !== 'refused') memory.wipe()
    throw error
  } finally {
    current.fill(0)
    next.fill(0)
  }
}

async function setPin(
  context: StepContext<'split-pin'>,
  { token: { name, ref } }: ApprovedCustody,
  set: StepOutput<'split-pin'>['set'],
  { current, next }: { readonly current: Uint8Array; readonly next: Uint8Array },
): Promise<StepOutput<'split-pin'>['set']> {
  const { room, progress } = context.services
  await room.close(ref)
  progress(`Setting the new PIN of ${name}`)
  await context.effect({ action: 'set-pin', token: ref, tokenName: name, set }, async () => {
    await room.setPin(ref, current, next)
    return { action: 'set-pin', set: set.id }
  })
  return set
}
