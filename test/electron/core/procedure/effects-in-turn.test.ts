import { describe, expect, it } from 'vitest'
import { effectsInTurn, type Part } from '../../../../electron/core/procedure/effects-in-turn.ts'
import type { Intended } from '../../../../electron/core/procedure/step-context.ts'
import { fail } from '../../../../shared/failure.ts'
import type { Intent } from '../../../../shared/ledger/entries.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { D, token } from '../../../support/run-log.ts'

type ManyIntent = Extract<Intent, { action: 'sign-many' }>

const intentOf = (from: number): ManyIntent => ({
  action: 'sign-many',
  token,
  id: '0a',
  key: D('2'),
  item: { kind: 'document', tbs: D('1'), size: 100, key: null },
  algorithm: 'ecdsa-sha384',
  signer: 'root-key',
  from,
  items: [{ tbs: D('8'), size: 10, subject: 'CN=One', serial: '01', subjectKey: D('9') }],
})

/** What was done, in order; `fails` is where something throws. */
class Protocol {
  readonly said: string[] = []
  readonly #fails: string

  constructor(fails = '') {
    this.#fails = fails
  }

  say(what: string): void {
    this.said.push(what)
    if (what === this.#fails) throw fail('hsm-refused', what)
  }

  intend<I extends Intent>(intent: I): Intended<I> {
    const from = String('from' in intent ? intent.from : '')
    this.say(`intend ${from}`)
    return {
      record: () => {
        this.say(`record ${from}`)
      },
      fail: (error) => {
        this.said.push(`fail ${from}`)
        return error instanceof Error ? error : new Error('no error')
      },
    }
  }

  async run(parts: number): Promise<void> {
    const all = Array.from({ length: parts }, (_, from): Part<ManyIntent> => ({
      intent: intentOf(from),
      act: async () => {
        this.say(`ask ${String(from)}`)
        // Longer than anything that is done meanwhile.
        await new Promise((resolve) => setTimeout(resolve, 20))
        this.say(`answer ${String(from)}`)
        return { action: 'sign-many', signer: 'root-key', signatures: ['cd'] }
      },
      recorded: () => {
        this.say(`use ${String(from)}`)
      },
    }))
    // A generic method cannot be given by name alone.
    const context = { intend: <I extends Intent>(intent: I) => this.intend(intent) }
    await effectsInTurn(context, all, () => {
      this.say('may go on')
      return Promise.resolve()
    })
  }
}

describe('effectsInTurn', () => {
  it('writes the effect before and the intent behind while the HSM is at work', async () => {
    const protocol = new Protocol()
    await protocol.run(3)
    expect(protocol.said).toEqual([
      'intend 0',
      'ask 0',
      'intend 1',
      'answer 0',
      'may go on',
      'ask 1',
      'record 0',
      'use 0',
      'intend 2',
      'answer 1',
      'may go on',
      'ask 2',
      'record 1',
      'use 1',
      'answer 2',
      'may go on',
      'record 2',
      'use 2',
    ])
  })

  it('asks for nothing when there is nothing', async () => {
    const protocol = new Protocol()
    await protocol.run(0)
    expect(protocol.said).toEqual([])
  })

  it.each([
    // The HSM says no: the part behind was not asked for, which is told first, so that the failure of the asked one stays.
    ['answer 1', ['ask 1', 'record 0', 'use 0', 'intend 2', 'answer 1', 'fail 2', 'fail 1']],
    // Somebody found a fault in what came before: what came back is kept.
    ['may go on', ['ask 0', 'intend 1', 'answer 0', 'may go on', 'fail 1', 'record 0', 'use 0']],
    // The disk is full: what the HSM is doing is waited for and kept if it can be; what failed is not written twice.
    ['record 0', ['ask 1', 'record 0', 'answer 1', 'record 1', 'use 1']],
    ['intend 2', ['ask 1', 'record 0', 'use 0', 'intend 2', 'answer 1', 'record 1', 'use 1']],
  ])('leaves nothing unsaid when "%s" fails', async (fails, last) => {
    const protocol = new Protocol(fails)
    expect(await rejectionOf(protocol.run(3))).toMatchObject({ message: fails })
    expect(protocol.said.slice(-last.length)).toEqual(last)
  })
})
