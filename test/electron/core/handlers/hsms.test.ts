import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk } from '../../../../electron/core/desk.ts'
import { hsmHandlers } from '../../../../electron/core/handlers/hsms.ts'
import { answers, begin, rootPlan } from '../../../support/ceremony-run.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { consoleOptions, TestFacility } from '../../../support/test-facility.ts'

let site: TestFacility
let desk: Desk
let handlers: ReturnType<typeof hsmHandlers>

beforeAll(async () => {
  site = await TestFacility.found()
  desk = new Desk(consoleOptions(), { changed: () => undefined, progress: () => undefined })
  handlers = hsmHandlers(desk)
  await desk.open(site.root)
})
afterAll(async () => {
  await desk.close()
  await site.remove()
})

async function token(): Promise<{ label: string; serial: string }> {
  const { registered } = await handlers['hsms.list']({})
  const [first] = registered
  if (first === undefined) throw new Error('no token is registered')
  return { label: first.label, serial: first.serial }
}

describe('hsms.list', () => {
  it('joins what the module shows with what the facility registered', async () => {
    const { modules, registered } = await handlers['hsms.list']({})
    expect(modules).toMatchObject([{ practice: true, state: 'ready', failure: null, tokens: [{ open: false }] }])
    expect(registered).toMatchObject([{ name: 'practice-hsm', here: true }])
    expect(modules[0]?.tokens[0]?.name).toBe('practice-hsm')
  })
})

describe('hsms.known-keys', () => {
  it('shows from the log what a closed token does not show', async () => {
    const { label, serial } = await token()
    expect(await handlers['hsms.known-keys']({ label, serial })).toStrictEqual({ keys: [] })
    await begin(desk.session, rootPlan(), 'first-signer', answers(site.folder))
    const { keys } = await handlers['hsms.known-keys']({ label, serial })
    expect(keys).toMatchObject([{ run: 'Create Fleet Root G1', key: { name: 'fleet-root-g1', tokenSerial: serial } }])
    expect(keys[0]?.key.attributes.every(({ ok }) => ok)).toBe(true)
    expect(await handlers['hsms.known-keys']({ label, serial: 'other' })).toStrictEqual({ keys: [] })
  })

  it('agrees with what the open token says', async () => {
    const at = await token()
    const { modules } = await handlers['hsms.list']({})
    const module = modules[0]?.path ?? ''
    const { keys: now } = await handlers['hsms.keys']({ module, ...at })
    const { keys: known } = await handlers['hsms.known-keys'](at)
    expect(now).toStrictEqual(known.map(({ key }) => key))
  })
})

describe('hsms.inspect', () => {
  it('refuses a file that is no PKCS#11 library and goes on working', async () => {
    const path = join(site.folder, 'list.so')
    writeFileSync(path, 'milk, bread\n')
    expect(await rejectionOf(Promise.resolve(handlers['hsms.inspect']({ path })))).toMatchObject({
      code: 'module-not-pkcs11',
    })
    expect((await handlers['hsms.list']({})).modules[0]?.failure).toBeNull()
  })
})
