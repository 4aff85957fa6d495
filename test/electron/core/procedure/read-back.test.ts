import { afterAll, describe, expect, it } from 'vitest'
import { hexToBytes } from '../../../../shared/bytes.ts'
import { toWords } from '../../../../shared/ledger/words.ts'
import { outputOf } from '../../../../shared/procedure/run-state.ts'
import { ABSENT, ADMINISTRATOR, answers, goOn, PRIYA, stepOf, TOMAS, WITNESS } from '../../../support/ceremony-run.ts'
import { currentId, inTheRoom, seen } from '../../../support/room-run.ts'
import { step } from '../../../support/procedures.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { Stages } from '../../../support/stages.ts'

const stages = new Stages()
afterAll(() => stages.removeAll())

async function scene(fields: Readonly<Record<string, unknown>> = {}) {
  const site = await stages.founded()
  const session = await site.open()
  const back = step('back', 'read-back', { digest: 'take.request', how: 'typed', words: 8, ...fields })
  const steps = [step('take', 'import-request'), back, step('after', 'confirm', { statement: 'It is so.' })]
  const run = await inTheRoom(session, steps, answers(site.folder))
  await goOn(session, run, 'back', answers(site.folder))
  const { request } = outputOf(run, 'take', 'import-request')
  const perform = (typed: string | null, more: { reader?: string | null; listener?: string; by?: string } = {}) => {
    const { reader = WITNESS, listener = TOMAS, by } = more
    return session.engine.perform(run.id, 'back', { kind: 'read-back', reader, listener, typed }, by)
  }
  return { site, session, run, request, words: toWords(hexToBytes(request)), perform }
}

describe('The step read-back', { timeout: 120_000 }, () => {
  it('takes what somebody else typed while one person read it aloud, as words or as digits', async () => {
    const { run, request, words, perform } = await scene()
    await perform(words.slice(0, 8).join(' ').toUpperCase())
    expect(stepOf(run, 'back').output).toStrictEqual({
      digest: request,
      form: 'words',
      compared: 8,
      of: 'the request issuing-ca.csr.pem',
      how: 'typed',
      reader: WITNESS,
      readerName: 'Greta Lindqvist',
      listener: TOMAS,
    })
    expect(currentId(run)).toBe('after')
  })

  it('refuses what differs with the place, and can be done again', async () => {
    const { run, request, words, perform } = await scene({ form: 'either' })
    const swapped = [words[0], words[3], words[2], words[1], ...words.slice(4, 8)].join(' ')
    expect(await rejectionOf(perform(swapped))).toMatchObject({ code: 'read-back-differs', detail: { position: 2 } })
    expect((await rejectionOf(perform(words.slice(0, 7).join(' ')))).code).toBe('read-back-differs')
    expect(stepOf(run, 'back')).toMatchObject({ status: 'failed', failure: { code: 'read-back-differs' } })
    await perform(request.slice(0, 16))
    expect(stepOf(run, 'back').output).toMatchObject({ form: 'hex', compared: 8 })
  })

  it('wants two people who are in the room', async () => {
    const { words, perform } = await scene()
    const said = words.join(' ')
    expect((await rejectionOf(perform(said, { listener: WITNESS }))).code).toBe('role-not-allowed')
    expect((await rejectionOf(perform(said, { listener: ABSENT }))).code).toBe('person-not-present')
    expect((await rejectionOf(perform(said, { reader: ABSENT }))).code).toBe('person-not-present')
    expect((await rejectionOf(perform(said, { reader: null }))).code).toBe('invalid-request')
    expect((await rejectionOf(perform(null))).code).toBe('invalid-request')
  })

  it('does not show what somebody outside the room reads', async () => {
    const { session, run, words, perform } = await scene({ reader: 'the sender of the request' })
    expect(seen(session, run).body).toMatchObject({ outside: 'the sender of the request', digest: null })
    const failure = await rejectionOf(perform(['xylophone', ...words.slice(1, 8)].join(' '), { reader: null }))
    expect(failure).toMatchObject({ code: 'read-back-differs', detail: { position: 1, said: 'xylophone' } })
    // the answer is not told word by word either
    expect(JSON.stringify(failure)).not.toContain(words[0])
    await perform(words.slice(0, 8).join(' '), { reader: null })
    expect(stepOf(run, 'back').output).toMatchObject({ reader: null, readerName: 'the sender of the request' })
    expect(seen(session, run, 'back').body).toMatchObject({ digest: { words } })
  })

  it('is heard by the role that the step names', async () => {
    const { run, words, perform } = await scene({ by: 'officer' })
    const said = words.join(' ')
    expect((await rejectionOf(perform(said, { listener: ADMINISTRATOR }))).code).toBe('role-not-allowed')
    await perform(said, { listener: PRIYA, by: PRIYA })
    expect(stepOf(run, 'back').output).toMatchObject({ listener: PRIYA, compared: 32 })
  })

  it('takes the word of whoever hears it, where that is enough', async () => {
    const { run, perform } = await scene({ how: 'spoken' })
    await perform(null)
    expect(stepOf(run, 'back').output).toMatchObject({ how: 'spoken', compared: 8, listener: TOMAS })
  })
})
