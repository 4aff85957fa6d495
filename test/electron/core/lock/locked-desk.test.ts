import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Desk } from '../../../../electron/core/desk.ts'
import { consoleHandlers } from '../../../../electron/core/handlers/console.ts'
import { custodyHandlers } from '../../../../electron/core/handlers/custody.ts'
import { facilityHandlers } from '../../../../electron/core/handlers/facility.ts'
import { foundingHandlers } from '../../../../electron/core/handlers/founding.ts'
import { hsmHandlers } from '../../../../electron/core/handlers/hsms.ts'
import { evidenceHandlers } from '../../../../electron/core/handlers/evidence.ts'
import { inventoryHandlers } from '../../../../electron/core/handlers/inventory.ts'
import { incidentHandlers } from '../../../../electron/core/handlers/incidents.ts'
import { logHandlers } from '../../../../electron/core/handlers/log.ts'
import { paperHandlers } from '../../../../electron/core/handlers/papers.ts'
import { runHandlers } from '../../../../electron/core/handlers/runs.ts'
import { transferHandlers } from '../../../../electron/core/handlers/transfer.ts'
import { transfersHandlers } from '../../../../electron/core/handlers/transfers.ts'
import { whileUnlocked } from '../../../../electron/core/lock/while-unlocked.ts'
import { contract, type CoreHandlers } from '../../../../shared/ipc/contract/index.ts'
import { createCall, createDispatcher } from '../../../../shared/ipc/operation.ts'
import type { CoreCall } from '../../../../shared/ipc/contract/index.ts'
import { utf8ToBytes } from '../../../../shared/bytes.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { consoleOptions, TestFacility } from '../../../support/test-facility.ts'

let site: TestFacility
let desk: Desk
let handlers: CoreHandlers
let call: CoreCall

beforeAll(async () => {
  site = await TestFacility.found()
  desk = new Desk(consoleOptions(), { changed: () => undefined, progress: () => undefined })
  const all = {
    ...consoleHandlers(desk),
    ...custodyHandlers(desk),
    ...facilityHandlers(desk),
    ...foundingHandlers(desk),
    ...runHandlers(desk),
    ...evidenceHandlers(desk),
    ...inventoryHandlers(desk),
    ...incidentHandlers(desk),
    ...logHandlers(desk),
    ...hsmHandlers(desk),
    ...transferHandlers(desk),
    ...transfersHandlers(desk),
    ...paperHandlers(desk),
  }
  handlers = whileUnlocked(all, desk.lock)
  call = createCall(createDispatcher(contract, handlers, () => undefined))
  await desk.open(site.root)
})
afterAll(async () => {
  await desk.close()
  await site.remove()
})
beforeEach(() => {
  desk.lock.unlock()
})

function hand(person: string, text = site.secrets().passphrases[person] ?? ''): { person: string; secret: Uint8Array } {
  return { person, secret: utf8ToBytes(text) }
}

describe('A locked console', () => {
  it('refuses every operation but reading how it stands and unlocking', async () => {
    await call('console.lock', {})
    const open = new Set(['facility.state', 'console.lock', 'console.unlock'])
    for (const [name, handler] of Object.entries(handlers)) {
      if (open.has(name)) continue
      const run = async (): Promise<unknown> => (handler as (request: unknown) => unknown)({})
      expect([name, await rejectionOf(run())]).toMatchObject([name, { code: 'console-locked' }])
    }
    const { facility } = await call('facility.state', {})
    expect(facility?.lock).toMatchObject({ by: 'person' })
    expect(facility?.lock?.people).toContain('daniel-okafor')
  })

  it('overwrites the secret of a refused request', () => {
    desk.lock.lock('person')
    const request = { run: 'run-0001', step: 'open', input: { kind: 'pin' as const, pin: utf8ToBytes('123456') } }
    expect(() => handlers['run.perform'](request)).toThrow(/console-locked/)
    expect(request.input.pin).toEqual(new Uint8Array(6))
  })

  it('is unlocked by a person of the facility, with their own secret, and writes nothing', async () => {
    const { size } = desk.session.facility.state
    await call('console.lock', {})
    expect(await rejectionOf(call('console.unlock', hand('hanna-voss', 'not her words')))).toMatchObject({
      code: 'passphrase-incorrect',
    })
    expect(await rejectionOf(call('console.unlock', hand('mallory')))).toMatchObject({ code: 'invalid-request' })
    expect(await rejectionOf(call('console.unlock', hand('mallory', 'x')))).toMatchObject({ code: 'person-unknown' })
    expect(desk.lock.locked).not.toBeNull()
    await call('console.unlock', hand('hanna-voss'))
    expect(desk.lock.locked).toBeNull()
    await call('overview.read', {})
    expect(desk.session.facility.state.size).toBe(size)
  })

  it('takes one person at a time', async () => {
    await call('console.lock', {})
    const first = call('console.unlock', hand('hanna-voss'))
    expect(await rejectionOf(call('console.unlock', hand('priya-raman')))).toMatchObject({ code: 'busy' })
    await first
    expect(desk.lock.locked).toBeNull()
  })
})
