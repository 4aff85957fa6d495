import { rmSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { verifyStatement } from '../../../../electron/core/people/signature.ts'
import { signStatement, type Signer, withSigner } from '../../../../electron/core/people/signer.ts'
import { utf8ToBytes } from '../../../../shared/bytes.ts'
import type { EnrolledPerson } from '../../../../shared/people/person.ts'
import type { ApprovalStatement } from '../../../../shared/procedure/approval.ts'
import { passphrase, PRIYA, TOMAS } from '../../../support/ceremony-run.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { approval } from '../../../support/run-log.ts'
import { TestFacility } from '../../../support/test-facility.ts'
import { present } from '../../../support/present.ts'

const site = await TestFacility.found()
const session = await site.open()
const { statement } = approval(TOMAS)

afterAll(async () => {
  await site.remove()
})

function person(id: string): EnrolledPerson {
  return present(session.facility.state.people.get(id), id)
}

async function sign(id: string, words = passphrase(id)): Promise<string> {
  return (await signStatement(session, { person: id, secret: words }, () => statement)).signature
}

function keyOf(id: string): EnrolledPerson['credentials'][number] {
  return present(person(id).credentials[0], 'credential')
}

describe('A statement', () => {
  it('is signed by the person and verified with the key in the log', async () => {
    const signature = await sign(TOMAS)
    expect(verifyStatement(statement, signature, keyOf(TOMAS))).toBe(true)
    expect(verifyStatement(statement, signature, keyOf(PRIYA))).toBe(false)
  })

  it.each<[string, Partial<ApprovalStatement>]>([
    ['run', { run: 'run-0002' }],
    ['step', { step: 'other' }],
    ['time', { time: '2026-11-25T09:00:00.001Z' }],
    ['person', { person: PRIYA }],
    ['bytes', { items: [{ kind: 'certificate', tbs: 'f'.repeat(64), size: 100, key: '2'.repeat(64) }] }],
  ])('is not the same with another %s', async (_what, change) => {
    const signature = await sign(TOMAS)
    expect(verifyStatement({ ...statement, ...change }, signature, keyOf(TOMAS))).toBe(false)
  })

  it.each(['', 'ab', 'zz'.repeat(64), 'ab'.repeat(64), 'AB'.repeat(64)])(
    'does not verify with the signature "%.8s"',
    (signature) => {
      expect(verifyStatement(statement, signature, keyOf(TOMAS))).toBe(false)
    },
  )
})

describe('A passphrase', () => {
  it('is overwritten after use, right or wrong', async () => {
    const right = passphrase(TOMAS)
    await sign(TOMAS, right)
    const wrong = utf8ToBytes('something else entirely')
    expect((await rejectionOf(sign(TOMAS, wrong))).code).toBe('passphrase-incorrect')
    expect([...right, ...wrong].every((byte) => byte === 0)).toBe(true)
  })

  it('is overwritten, and the credential wiped, when the work fails', async () => {
    const words = passphrase(TOMAS)
    let kept: Signer | undefined
    const work = withSigner(session, { person: TOMAS, secret: words }, (signer) => {
      kept = signer
      throw new Error('stop')
    })
    await expect(work).rejects.toThrow('stop')
    expect(words.every((byte) => byte === 0)).toBe(true)
    expect(() => kept?.sign(new Uint8Array(1))).toThrow('wiped')
  })

  it('is overwritten when the key file is missing, damaged or not theirs', async () => {
    const copy = site.copy()
    try {
      for (const change of [
        (path: string) => {
          rmSync(path)
        },
        (path: string) => {
          writeFileSync(path, '{}')
        },
        (path: string) => {
          writeFileSync(path, 'x'.repeat(20_000))
        },
      ]) {
        const words = passphrase(PRIYA)
        change(copy.layout.credential(keyOf(PRIYA).id))
        const there = await copy.open()
        const failure = await rejectionOf(signStatement(there, { person: PRIYA, secret: words }, () => statement))
        await copy.closeAll()
        expect(['file-not-found', 'credential-damaged', 'file-too-large']).toContain(failure.code)
        expect(words.every((byte) => byte === 0)).toBe(true)
      }
    } finally {
      await copy.remove()
    }
  })
})
