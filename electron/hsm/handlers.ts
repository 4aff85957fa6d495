import type { HsmContract, KeyAttributes, TokenRef } from '../../shared/ipc/hsm-contract.ts'
import type { Handlers } from '../../shared/ipc/operation.ts'
import { backUpKey } from './back-up.ts'
import { cardSignature, readCard } from './card.ts'
import { type Asked, failureFrom } from './codes.ts'
import { destroyKey } from './destroy.ts'
import { type GenerateRequest, generateKey } from './generate.ts'
import { inspectToken } from './inspect.ts'
import { describeKeys } from './keys.ts'
import { listMechanisms } from './mechanism-list.ts'
import { readMessage, wholeMessage } from './message.ts'
import { type CryptokiModule, describeModule } from './module.ts'
import type { OpenTokens } from './open-tokens.ts'
import { withPublicSession } from './public-session.ts'
import { generateRandom } from './random.ts'
import { readObjects } from './read-objects.ts'
import { restoreKey } from './restore.ts'
import { changePin } from './set-pin.ts'
import { checkApproved, signData, signMany } from './sign.ts'
import { findToken, listSlots } from './slots.ts'
import { testKey } from './test-signature.ts'
import { readTokenFacts } from './token-facts.ts'

export function createHandlers(module: CryptokiModule, tokens: OpenTokens): Handlers<HsmContract> {
  const { cryptoki } = module
  const generate = (token: TokenRef, request: GenerateRequest): Promise<{ key: KeyAttributes }> =>
    saying('no', async () => ({
      key: await tokens.get(token).run('Generating the key', (session) => generateKey(session, request)),
    }))
  return {
    'module.info': () => attempt('Reading the module', () => describeModule(module)),
    'slots.list': () => attempt('Reading the slots', () => ({ slots: listSlots(cryptoki) })),
    'mechanisms.list': ({ token }) =>
      attempt('Reading the mechanisms', () => ({
        mechanisms: listMechanisms(cryptoki, findToken(cryptoki, token).slot),
      })),
    'token.open': ({ token, ...login }) =>
      wiping([login.pin], async () => ({ token: await tokens.open(token, login) })),
    'token.inspect': async ({ token }) => {
      const doing = 'Reading the token'
      return tokens.isOpen(token)
        ? tokens.get(token).run(doing, (session) => inspectToken(module, token, session, true))
        : withPublicSession(cryptoki, token, doing, (session) => inspectToken(module, token, session, false))
    },
    'token.facts': ({ token }) =>
      attempt('Reading the token', () => readTokenFacts(module, findToken(cryptoki, token).slot)),
    'token.objects': async ({ token, ...page }) => {
      const doing = 'Reading the objects of the token'
      const loggedIn = tokens.isOpen(token)
      const read = loggedIn
        ? await tokens.get(token).run(doing, (session) => readObjects(session, page))
        : withPublicSession(cryptoki, token, doing, (session) => readObjects(session, page))
      return { ...read, loggedIn }
    },
    'token.set-pin': ({ token, pin, newPin, allowFinalTry }) =>
      wiping([pin, newPin], () =>
        saying('no', () => tokens.visit(token, { pin, allowFinalTry }, changePin(pin, newPin))),
      ),
    'token.close': async ({ token }) => {
      await tokens.close(token)
      return {}
    },
    'random.generate': async ({ token, length }) => {
      const doing = 'Asking for random bytes'
      const random = tokens.has(token)
        ? await tokens.get(token).run(doing, ({ handle }) => generateRandom(cryptoki, handle, length))
        : withPublicSession(cryptoki, token, doing, ({ handle }) => generateRandom(cryptoki, handle, length))
      return { random }
    },
    'keys.list': async ({ token }) => ({
      keys: await tokens.get(token).run('Reading the keys', (session) => describeKeys(session)),
    }),
    'keys.find': async ({ token, id }) => ({
      keys: await tokens.get(token).run('Looking for the key', (session) => describeKeys(session, id)),
    }),
    'key.generate': ({ token, backup, ...request }) =>
      generate(token, { ...request, use: backup === 'wrap' ? 'sign-and-back-up' : 'sign' }),
    'transport-key.generate': ({ token, ...request }) =>
      generate(token, { ...request, algorithm: 'rsa-3072', use: 'transport' }),
    'key.sign': ({ token, approved, data, file, ...request }) =>
      saying('no', async () => {
        const message = data === undefined ? readMessage(file ?? '', request.algorithm) : wholeMessage(data)
        checkApproved(message, approved)
        return {
          signature: await tokens.get(token).run('Signing', (session) => signData(session, { ...request, message })),
        }
      }),
    'key.sign-many': ({ token, messages, ...request }) =>
      saying('no', async () => {
        const given = messages.map(({ data, approved }) => {
          const message = wholeMessage(data)
          checkApproved(message, approved)
          return message
        })
        return {
          signatures: await tokens.get(token).run('Signing', (session) => signMany(session, request, given)),
        }
      }),
    'key.test': async ({ token, ...key }) => {
      await tokens.get(token).run('Testing the key', (session) => testKey(session, key))
      return {}
    },
    'key.destroy': ({ token, id, publicKey }) =>
      saying('no', () => tokens.get(token).run('Destroying the key', (session) => destroyKey(session, id, publicKey))),
    'key.back-up': ({ token, ...request }) =>
      tokens.get(token).run('Backing up the key', (session) => backUpKey(session, request)),
    'key.restore': ({ token, ...request }) =>
      saying('no', async () => ({
        key: await tokens.get(token).run('Restoring the key', (session) => restoreKey(session, request)),
      })),
    'card.keys': ({ token, ...login }) => wiping([login.pin], () => tokens.visit(token, login, readCard)),
    'card.sign': ({ token, pin, allowFinalTry, ...request }) =>
      wiping([pin], () => tokens.visit(token, { pin, allowFinalTry }, cardSignature(request, pin))),
    'card.generate': ({ token, pin, allowFinalTry, ...request }) =>
      wiping([pin], () =>
        saying('no', async () => ({
          key: await tokens.visit(
            token,
            { pin, allowFinalTry },
            { doing: 'Generating the key', work: (session) => generateKey(session, { ...request, use: 'sign' }) },
          ),
        })),
      ),
  }
}

async function wiping<T>(secrets: readonly Uint8Array[], work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    for (const secret of secrets) secret.fill(0)
  }
}

/** PKCS#11 errors of calls that need no session. */
function attempt<T>(doing: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw failureFrom(error, doing)
  }
}

/** A failure that does not say whether the token was asked was met before asking. */
async function saying<T>(asked: Asked, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const failure = failureFrom(error, 'The request')
    throw failure.failure.detail?.['asked'] === undefined ? failureFrom(failure, '', { asked }) : failure
  }
}
