import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FacilityConsole } from '../../../../electron/core/console.ts'
import type { Hand } from '../../../../electron/core/people/signer.ts'
import { utf8ToBytes } from '../../../../shared/bytes.ts'
import { currentStep, outputOf, type RunState } from '../../../../shared/procedure/run-state.ts'
import { type CardFacility, CARD_PIN, makeCardFacility } from '../../../support/card-facility.ts'
import { ADMINISTRATOR, answers, begin, hand, PRIYA, rootPlan, TOMAS } from '../../../support/ceremony-run.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { consoleOptions } from '../../../support/test-facility.ts'

let folder: string
let site: CardFacility
let session: FacilityConsole
let run: RunState
let items: readonly string[]

/** At the approval of the root certificate; Priya Raman signs with her card, Tomás Oliveira with a passphrase or a card. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-faults-'))
  site = await makeCardFacility(folder)
  session = await FacilityConsole.open(site.root, consoleOptions())
  const from = answers(folder, {
    passphrase: (person) => Promise.resolve((person === PRIYA ? withCard() : hand(person)).secret),
  })
  run = await begin(session, rootPlan(), 'approve-root', from)
  items = [outputOf(run, 'preview-root', 'preview-certificate').item.tbs]
}, 120_000)
afterEach(() => {
  site.cards.setRules()
})
afterAll(async () => {
  await session.close()
  rmSync(folder, { recursive: true, force: true })
})

function withCard(pin: string = CARD_PIN.priya, credential?: string): Hand {
  return { person: PRIYA, secret: utf8ToBytes(pin), credential }
}

async function refused(by: Hand): Promise<unknown> {
  const { size } = session.facility.state
  const failure = await rejectionOf(session.engine.approve(run.id, 'approve-root', by, items))
  expect(by.secret.every((byte) => byte === 0)).toBe(true)
  expect(session.facility.state.size).toBe(size)
  expect(currentStep(run)).toMatchObject({ step: { id: 'approve-root' }, approvals: [] })
  expect(failure.remedy ?? '').not.toBe('')
  return failure
}

describe('An approval is refused, nothing is written, and it is said what to do', () => {
  it('with a wrong passphrase', async () => {
    expect(await refused({ person: TOMAS, secret: utf8ToBytes('not his words') })).toMatchObject({
      code: 'passphrase-incorrect',
    })
  })

  it('with a wrong PIN of a card', async () => {
    expect(await refused(withCard('000000'))).toMatchObject({ code: 'pin-incorrect' })
  })

  it('with a card that is pulled while it signs', async () => {
    site.cards.setRules('C_Sign rv=0x32')
    expect(await refused(withCard())).toMatchObject({ code: 'token-gone' })
  })

  it('with a card that is in no reader', async () => {
    site.cards.setRules('C_GetSlotList hide=1')
    expect(await refused(withCard())).toMatchObject({ code: 'token-not-found' })
  })

  it('with the credential of somebody else', async () => {
    const others = { person: TOMAS, secret: utf8ToBytes('practice tomas oliveira'), credential: `${PRIYA}-card` }
    expect(await refused(others)).toMatchObject({ code: 'credential-unknown' })
  })

  it('by somebody who may not approve', async () => {
    const failure = await rejectionOf(session.engine.approve(run.id, 'approve-root', hand(ADMINISTRATOR), items))
    expect(failure.code).toBe('role-not-allowed')
  })
})

describe('Two people who press at once', () => {
  it('are taken one after the other: the second is told to wait, and each counts once', async () => {
    const first = session.engine.approve(run.id, 'approve-root', withCard(), items)
    const second = hand(TOMAS)
    const failure = await rejectionOf(session.engine.approve(run.id, 'approve-root', second, items))
    expect(failure).toMatchObject({ code: 'busy', remedy: 'Wait until it is done.' })
    expect(second.secret.every((byte) => byte === 0)).toBe(true)
    await first
    expect(currentStep(run)?.approvals.map(({ statement }) => statement.person)).toEqual([PRIYA])
    const again = await rejectionOf(session.engine.approve(run.id, 'approve-root', withCard(), items))
    expect(again.code).toBe('already-approved')
    await session.engine.approve(run.id, 'approve-root', hand(TOMAS), items)
    expect(currentStep(run)?.step.id).not.toBe('approve-root')
  })
})
