import { describe, expect, it } from 'vitest'
import { codeOf, conclave, conclaveJson, inTerminal, lastDigest, type Typed } from './command-line.ts'
import { ANSWERS, openRun, practiceCopies, ROOT_PLAN } from './practice-copies.ts'

const copies = practiceCopies()

/** The witness reads a digest, and an officer types it. */
const heardBack: readonly (readonly [RegExp, Typed])[] = [
  [/Who reads it aloud[^?]*\? /, 'greta-lindqvist\r'],
  [/Who hears it[^?]*\? /, 'priya-raman\r'],
  [/types at least 16 words[^:]*: /, (before) => `${lastDigest(before)}\r`],
]

describe('run without answers', () => {
  it('does not read passphrases from a pipe', () => {
    const directory = copies.facility()
    const result = conclave(['run', ROOT_PLAN, '--facility', directory])
    expect(result.code).toBe(1)
    expect(codeOf(result)).toBe('invalid-request')
    expect(openRun(directory)).toBeNull()
  })

  it('asks people at the terminal, shows no secret, asks again after a wrong one', async () => {
    const directory = copies.facility()
    const line = (text: string): string => `${text}\r`
    const pass = (who: string): [RegExp, string] => [/Passphrase of [^:]+: /, line(`practice ${who}`)]
    const pin: [RegExp, string] = [/PIN of practice-hsm: /, line('123456')]
    const approve: [RegExp, string][] = [
      [/Which officer approves[^?]*\? \(empty: nobody\) /, line('tomas-oliveira')],
      pass('tomas oliveira'),
      [/Which officer approves[^?]*\? \(empty: nobody\) /, line('priya-raman')],
      pass('priya raman'),
    ]
    const signOff = (who: string): [RegExp, string][] => [
      [/was the script followed\? \(yes\/no\) /, line('yes')],
      [/Remark \(may be empty\): /, line('')],
      pass(who),
    ]
    const { code, shown } = await inTerminal(
      ['run', ROOT_PLAN, '--facility', directory],
      [
        [/Who starts the run\? /, line('1')],
        [/Passphrase of Hanna Voss/, line('practice hanna wrong')],
        [/Who starts the run\? /, line('hanna-voss')],
        pass('hanna voss'),
        [/Who is in the room\?[^:]*: /, line('1 2 3 5')],
        pass('hanna voss'),
        pass('tomas oliveira'),
        pass('priya raman'),
        pass('greta lindqvist'),
        [/First reference clock: /, line('wall clock')],
        [/Who reads it[^?]*\? /, line('1')],
        [/YYYY-MM-DDTHH:MM:SSZ: /, line(`${new Date().toISOString().slice(0, 19)}Z`)],
        [/Second reference clock: /, line('watch')],
        [/Who reads it[^?]*\? /, line('priya-raman')],
        [/YYYY-MM-DDTHH:MM:SSZ: /, line(`${new Date().toISOString().slice(0, 19)}Z`)],
        [/PIN of practice-hsm: /, line('999999')],
        pin,
        ...approve,
        pin,
        ...approve,
        ...approve,
        [/practice-hsm came out of \(empty: none\): /, line('PRACTICE-0002')],
        [/practice-hsm goes into \(empty: none\): /, line('mx 000417')],
        ...heardBack,
        ...signOff('hanna voss'),
        ...signOff('tomas oliveira'),
        ...signOff('priya raman'),
        ...signOff('greta lindqvist'),
      ],
    )
    expect(shown).toContain('Create Fleet Root G2 (run-0003) is closed.')
    expect(code).toBe(0)
    for (const secret of ['practice hanna', 'practice tomas', '123456', '999999']) expect(shown).not.toContain(secret)
    expect(shown).toContain('SHA-256 of what is to be signed')
    expect(conclave(['log', 'verify', directory]).code).toBe(0)
  })

  it('stops at a prompt with Ctrl-C; the run stays open, and its token is opened again when it goes on', async () => {
    const directory = copies.facility()
    const { code, shown } = await inTerminal(
      ['run', ROOT_PLAN, '--facility', directory],
      [
        [/Who starts the run\? /, '1\r'],
        [/Passphrase of [^:]+: /, 'practice hanna voss\r'],
        [/Who is in the room\?[^:]*: /, '1 2 3 5\r'],
        [/Passphrase of [^:]+: /, 'practice hanna voss\r'],
        [/Passphrase of [^:]+: /, 'practice tomas oliveira\r'],
        [/Passphrase of [^:]+: /, 'practice priya raman\r'],
        [/Passphrase of [^:]+: /, 'practice greta lindqvist\r'],
        [/First reference clock: /, '\r'],
        [/Who reads it[^?]*\? /, '1\r'],
        [/YYYY-MM-DDTHH:MM:SSZ: /, `${new Date().toISOString().slice(0, 19)}Z\r`],
        [/Second reference clock: /, '\r'],
        [/Who reads it[^?]*\? /, '2\r'],
        [/YYYY-MM-DDTHH:MM:SSZ: /, `${new Date().toISOString().slice(0, 19)}Z\r`],
        [/PIN of practice-hsm: /, '123456\r'],
        [/Which officer approves[^?]*\? \(empty: nobody\) /, 'tomas-oliveira\r'],
        [/Passphrase of [^:]+: /, 'practice tomas oliveira\r'],
        [/Which officer approves[^?]*\? \(empty: nobody\) /, 'priya-raman\r'],
        [/Passphrase of [^:]+: /, 'practice priya raman\r'],
        [/PIN of practice-hsm: /, '123456\r'],
        [/Which officer approves[^?]*\? \(empty: nobody\) /, '\u0003'],
      ],
    )
    expect(code).toBe(130)
    expect(shown).toContain('the run stays open')
    expect(openRun(directory)).toMatchObject({ run: 'run-0003', step: { id: 'approve-crl' } })
    const { code: goneOn, json } = conclaveJson(['run', ROOT_PLAN, '--facility', directory, '--answers', ANSWERS])
    expect(goneOn).toBe(0)
    expect(json).toMatchObject({ run: 'run-0003', status: 'closed' })
  })
})
