import { describe, expect, it } from 'vitest'
import { SharesGiven } from '../../../../electron/core/custody/shares-given.ts'
import { type Share, splitSecret } from '../../../../electron/core/custody/split.ts'
import { failureOf } from '../../../support/failure.ts'
import { rejectionOf } from '../../../support/rejection.ts'

const PIN = new TextEncoder().encode('73519264')
const CUSTODIANS = ['ada', 'ben', 'cleo'].map((person) => ({ person, kind: 'paper' as const }))
const isWiped = ({ share }: Share) => share.every((octet) => octet === 0)

async function start() {
  const { set, shares } = await splitSecret(PIN, 2, CUSTODIANS, 'root-hsm')
  const [ada, ben, cleo] = shares
  if (ada === undefined || ben === undefined || cleo === undefined) throw new Error('three shares were asked for')
  return { given: new SharesGiven(set), ada, ben, cleo }
}

describe('Shares given one after another', () => {
  it('give the PIN when there are enough, and are wiped', async () => {
    const { given, ada, cleo } = await start()
    given.give(ada)
    expect(given.enough).toBe(false)
    expect((await rejectionOf(given.pin())).code).toBe('share-missing')
    expect(isWiped(ada)).toBe(false)
    given.give(cleo)
    expect(given.people).toEqual(['ada', 'cleo'])
    expect(given.enough).toBe(true)
    expect(await given.pin()).toEqual(PIN)
    expect([ada, cleo].every(isWiped)).toBe(true)
    expect((await rejectionOf(given.pin())).code).toBe('internal')
  })

  it('lose only the one that is refused, which is wiped at once', async () => {
    const { given, ada, ben, cleo } = await start()
    given.give(ada)
    const borrowed = { ...cleo, share: cleo.share.slice(), person: 'ben' }
    expect(failureOf(() => given.give(borrowed))).toBe('share-wrong')
    const again = { ...ada, share: ada.share.slice() }
    expect(failureOf(() => given.give(again))).toBe('share-duplicate')
    expect([borrowed, again].every(isWiped)).toBe(true)
    given.give(ben)
    expect(await given.pin()).toEqual(PIN)
  })

  it('are wiped when somebody stops', async () => {
    const { given, ada, ben } = await start()
    given.give(ada)
    given.wipe()
    expect(isWiped(ada)).toBe(true)
    expect(given.people).toEqual([])
    expect(failureOf(() => given.give(ben))).toBe('internal')
    expect(isWiped(ben)).toBe(true)
  })
})
