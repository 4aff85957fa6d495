import type { FacilityState } from '../../../shared/facility/state.ts'
import type { KeyAct } from '../../../shared/keys/key-act.ts'
import type { Effect, Intent } from '../../../shared/ledger/entries.ts'
import { KEY_ALGORITHM_NAME } from '../../../shared/pki/algorithm-identifiers.ts'
import { keyAlgorithm } from '../../../shared/pki/algorithms.ts'
import { counted } from '../../../shared/counted.ts'
import { endedWithoutStop, ends } from './wording.ts'

/** "back up root-a from hsm-a, sealed for hsm-b": what people approve. */
export function keyActWords(act: KeyAct): string {
  switch (act.act) {
    case 'back-up-key':
      return `back up ${act.key} from ${act.token}, sealed for ${act.target}`
    case 'restore-key':
      return `restore ${act.key} on ${act.token} from the backup ${ends(act.sealed)}`
    case 'destroy-key':
      return `destroy ${act.key} on ${act.token}: ${endedWithoutStop(act.reason)}`
  }
}

/** What the HSM is about to be asked. */
export function intentWords(intent: Intent): string {
  switch (intent.action) {
    case 'sign':
      return `sign ${counted(intent.item.size, 'byte')} with ${intent.signer}`
    case 'sign-many':
      return `sign ${counted(intent.items.length, 'certificate')} with ${intent.signer}, from number ${String(intent.from + 1)} of the list`
    case 'generate-key': {
      const known = keyAlgorithm.safeParse(intent.algorithm)
      return `make the ${known.success ? KEY_ALGORITHM_NAME[known.data] : intent.algorithm} key ${intent.name} in ${intent.tokenName}`
    }
    case 'generate-transport-key':
      return `make the transport key ${intent.name} in ${intent.tokenName}`
    case 'back-up-key':
      return `wrap ${intent.name} in ${intent.tokenName} for the transport key ${ends(intent.transportKey)}`
    case 'restore-key':
      return `restore ${intent.name} in ${intent.tokenName} from the backup ${ends(intent.sealed)}`
    case 'destroy-key':
      return `destroy ${intent.name} in ${intent.tokenName}`
    case 'set-pin':
      return `give ${intent.tokenName} the new PIN, of which ${String(intent.set.k)} of ${counted(intent.set.custodians.length, 'share')} are enough`
  }
}

/** What the HSM did, and which one. */
export function effectWords(
  effect: Effect,
  intent: Intent | null,
  state: FacilityState,
): { readonly strong: string; readonly text: string } {
  if (effect.action === 'sign') {
    const what = intent?.action === 'sign' ? ` ${counted(intent.item.size, 'byte')}` : ''
    return {
      strong: state.keys.get(effect.signer)?.tokenName ?? 'The HSM',
      text: `signed${what} with ${effect.signer}`,
    }
  }
  if (effect.action === 'sign-many')
    return {
      strong: state.keys.get(effect.signer)?.tokenName ?? 'The HSM',
      text: `signed ${counted(effect.signatures.length, 'certificate')} with ${effect.signer}`,
    }
  if (effect.action === 'set-pin')
    return { strong: intent?.action === 'set-pin' ? intent.tokenName : 'The HSM', text: 'has the new PIN' }
  const meant = intent !== null && 'tokenName' in intent && 'name' in intent ? intent : null
  return { strong: meant?.tokenName ?? 'The HSM', text: didWords(effect, meant?.name ?? '').replace(/\s+,/, ',') }
}

function didWords(effect: Exclude<Effect, { action: 'sign' | 'sign-many' | 'set-pin' }>, name: string): string {
  switch (effect.action) {
    case 'generate-key':
      return `made the key pair ${name}, public key ${ends(effect.spki)}`
    case 'generate-transport-key':
      return `made the transport key ${name}, public key ${ends(effect.spki)}`
    case 'back-up-key':
      return `wrapped ${name}, backup ${ends(effect.sealed)}`
    case 'restore-key':
      return `restored ${name}, public key ${ends(effect.spki)}`
    case 'destroy-key':
      return `does not hold ${name} any more, public key ${ends(effect.spki)}`
  }
}
