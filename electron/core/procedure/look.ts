import { sha256Hex } from '../../../shared/bytes.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import type { KeyAttributes } from '../../../shared/ipc/hsm-contract.ts'
import type { Effect, Intent } from '../../../shared/ledger/entries.ts'
import type { IntentState } from '../../../shared/procedure/intents.ts'
import { keyAlgorithm } from '../../../shared/pki/algorithms.ts'
import { lookForPin } from './look-for-pin.ts'
import type { EngineServices } from './step-context.ts'

/** What a look at the token found for an intent without outcome. */
export interface Finding {
  readonly words: string
  /**
   * SHA-256 of the SubjectPublicKeyInfo that the effect would name, of a PIN the commitment of its set; null where there is
   * nothing that can be adopted.
   */
  readonly spki: string | null
  /** Whether the token still holds something that a "retire" destroys. */
  readonly leftovers: boolean
}

type Making = Extract<Intent, { action: 'generate-key' | 'generate-transport-key' | 'restore-key' }>
type Destroying = Extract<Intent, { action: 'destroy-key' }>

/** How long an hsm process may go on with what it does after the core that started it is gone, and a little more. */
const ORPHAN_MS = 25_000

/**
 * Looks on the token, changes nothing. A key is found by the CKA_ID that the intent recorded; both halves must be there, and sign a
 * fixed text.
 * Signatures and backups leave no trace on a token; if one was made it never reached the log. Throws step-not-ready while the
 * hsm process of a session that was killed may still be at work: a key could appear after the look.
 */
export async function lookFor(services: EngineServices, { intent, index }: IntentState): Promise<Finding> {
  switch (intent.action) {
    case 'sign':
    case 'sign-many':
      return nothingFound(
        'A token keeps no trace of a signature. No signature reached the log or the disk: if one was made, it is gone.',
      )
    case 'back-up-key':
      return nothingFound(
        'A token keeps no trace of a backup. No backup reached the log: if one was made, it was sealed for the target token, and it is gone.',
      )
    case 'set-pin':
      assertAlone(services, index)
      return lookForPin(services, intent)
    case 'destroy-key':
      assertAlone(services, index)
      return lookForDestroyed(intent, await keysUnder(services, intent))
    default:
      assertAlone(services, index)
      return lookForMade(services, intent, await keysUnder(services, intent))
  }
}

/** What is recorded when people adopt what the look found. */
export function adoptedEffect(intent: Intent, spki: string): Effect {
  const { action } = intent
  if (action === 'set-pin') return { action, set: intent.set.id }
  if (action === 'sign' || action === 'sign-many' || action === 'back-up-key')
    throw fail('log-inconsistent', 'A signature or a backup cannot be adopted: there is nothing of it.')
  return { action, spki }
}

/** Destroys what a look found of a key that does not count. A key that was to be destroyed and is still there stays. */
export async function destroyLeftovers({ room }: EngineServices, { intent }: IntentState): Promise<void> {
  if (intent.action === 'sign' || intent.action === 'sign-many' || intent.action === 'back-up-key') return
  if (intent.action === 'set-pin' || intent.action === 'destroy-key') return
  const { token, id } = intent
  await room.opened(token).call('key.destroy', { token, id })
}

async function keysUnder({ room }: EngineServices, { token, id }: Making | Destroying): Promise<KeyAttributes[]> {
  return (await room.opened(token).call('keys.find', { token, id })).keys
}

async function lookForMade(services: EngineServices, intent: Making, keys: readonly KeyAttributes[]): Promise<Finding> {
  const [key] = keys
  if (key === undefined)
    return nothingFound(`The token holds no key with the id ${intent.id.slice(0, 8)}: none was made, or it is gone.`)
  const publicKey = keys.length === 1 && key.hasPrivateKey ? key.publicKey : null
  if (publicKey === null)
    return { words: 'The token holds a part of the key, which cannot be used.', spki: null, leftovers: true }
  const spki = sha256Hex(publicKey)
  if (intent.action === 'restore-key' && spki !== intent.key)
    return { words: `The token holds another key pair, SPKI ${spki.slice(0, 8)}.`, spki: null, leftovers: true }
  if (!(await signs(services, intent, publicKey)))
    return {
      words: `The token holds a key pair that does not sign, SPKI ${spki.slice(0, 8)}.`,
      spki: null,
      leftovers: true,
    }
  services.facility.artifacts.put(publicKey)
  return { words: `The token holds the key pair, SPKI ${spki.slice(0, 8)}.`, spki, leftovers: true }
}

/** Over a fixed text, which is no certificate. A transport key signs nothing, and is not asked. */
async function signs({ room }: EngineServices, intent: Making, publicKey: Uint8Array): Promise<boolean> {
  if (intent.action === 'generate-transport-key') return true
  const { token, id } = intent
  const algorithm = keyAlgorithm.parse(intent.algorithm)
  try {
    await room.opened(token).call('key.test', { token, id, publicKey, algorithm })
    return true
  } catch (error) {
    if (error instanceof OperationError && error.failure.code === 'signature-invalid') return false
    throw error
  }
}

function lookForDestroyed(intent: Destroying, keys: readonly KeyAttributes[]): Finding {
  if (keys.length === 0)
    return {
      words: `The token holds no key with the id ${intent.id.slice(0, 8)}: it is destroyed.`,
      spki: intent.key,
      leftovers: false,
    }
  const whole = keys.some(({ hasPrivateKey, publicKey }) => hasPrivateKey && publicKey !== null)
  return nothingFound(
    whole ? 'The token still holds the whole key pair.' : 'The token still holds a part of the key pair.',
  )
}

function nothingFound(words: string): Finding {
  return { words, spki: null, leftovers: false }
}

function assertAlone({ facility }: EngineServices, intent: number): void {
  const { opened } = facility.state
  if (opened === null || intent > opened.index) return
  const left = Date.parse(opened.time) + ORPHAN_MS - facility.clock.now()
  if (left <= 0) return
  throw fail(
    'step-not-ready',
    'The HSM may still be at work for the session that was stopped. Nothing was looked at.',
    {
      remedy: `Look again in ${String(Math.ceil(left / 1000))} seconds.`,
      detail: { seconds: Math.ceil(left / 1000) },
    },
  )
}
