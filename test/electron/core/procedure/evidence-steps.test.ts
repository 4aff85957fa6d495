import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { verifyContentFolder } from '../../../../electron/core/evidence/verify-content.ts'
import { verifyPackage } from '../../../../electron/core/evidence/verify-package.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { evidenceCollection } from '../../../../shared/evidence/collection.ts'
import { parseCanonical } from '../../../../shared/ledger/canonical-json.ts'
import { outputOf } from '../../../../shared/procedure/run-state.ts'
import { goOn, hand, passphrase, stepOf, TOMAS } from '../../../support/ceremony-run.ts'
import { EVIDENCE_INPUTS, EVIDENCE_STEPS, evidencePlace } from '../../../support/evidence-run.ts'
import { present } from '../../../support/present.ts'
import { decide, inTheRoom, seen } from '../../../support/room-run.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { canMount, mountSmallDisk } from '../../../support/small-disk.ts'
import { Stages } from '../../../support/stages.ts'
import { failing } from '../evidence/fixture.ts'

const stages = new Stages()
afterAll(() => stages.removeAll())

describe('Evidence in a run', { timeout: 120_000 }, () => {
  it('is collected in the order of volatility, sealed, opened by stock tools, and verified by the log', async () => {
    const site = await stages.rooted()
    const session = await site.open()
    const place = evidencePlace(site.folder)
    const run = await inTheRoom(session, EVIDENCE_STEPS, place.answers, EVIDENCE_INPUTS)
    expect(seen(session, run, 'volatile').body).toMatchObject({
      groups: ['freeze', 'hsm', 'console'],
      authority: EVIDENCE_INPUTS.authority,
      tokens: ['practice-hsm'],
      result: null,
    })
    await goOn(session, run, 'sign-off', place.answers)
    const { artifacts, state } = session.facility
    const output = outputOf(run, 'volatile', 'collect-evidence')
    const record = evidenceCollection.parse(parseCanonical(artifacts.get(output.record)))
    expect(record.items.map(({ group }) => group).filter((group, index, all) => all.indexOf(group) === index)).toEqual([
      'freeze',
      'hsm',
      'console',
    ])
    const files = record.items.map(({ file }) => file)
    for (const name of [
      'freeze.json',
      'slots.json',
      'practice-hsm-objects.json',
      'log.jsonl',
      'issued.json',
      'crls.json',
    ])
      expect(files).toContain(name)
    const root = present(state.certificates[0], 'root')
    expect(files).toContain(`certificate-${root.serial}.der`)
    expect(record).toMatchObject({ authority: EVIDENCE_INPUTS.authority, drill: false, refused: [] })
    expect(record.items[0]?.acquisition.clock).toMatch(/compared at .* in run-0001: \+0 s to practice clock 1/)

    const sealed = outputOf(run, 'seal', 'seal-evidence')
    const packed = join(place.out, 'PRACTICE-evidence-run-0002-seal')
    expect(sealed).toMatchObject({ destination: place.out, pieces: output.pieces + 3, drill: false, adopted: false })
    expect(sealed.seals.map(({ signer, person }) => [signer, person])).toEqual([
      ['log', null],
      ['hanna-voss-1', 'hanna-voss'],
    ])
    expect(failing(packed)).toEqual([])
    expect(failing(`${packed}-content`)).toEqual([])
    expect(readFileSync(join(packed, 'README.txt'), 'utf8')).toMatch(/^PRACTICE/)
    expect(await verifyPackage(packed)).toMatchObject({ ok: true, sha256: sealed.package.sha256 })
    expect((await verifyContentFolder(`${packed}-content`)).ok).toBe(true)
    expect(seen(session, run, 'seal').body).toMatchObject({ result: { items: sealed.pieces, adopted: false } })
    expect(seen(session, run, 'disks').body).toMatchObject({ result: { items: 3, findings: [] } })

    await goOn(session, run, null, place.answers)
    await session.close()
    const verdict = await verifyFacility(site.root)
    expect(verdict.problems).toEqual([])
    expect(verdict.ok).toBe(true)
  })

  it('keeps what it has when something cannot be had, and people decide', async () => {
    const site = await stages.founded()
    const session = await site.open()
    const place = evidencePlace(site.folder)
    symlinkSync('/etc/passwd', join(place.medium, 'passwd'))
    const run = await inTheRoom(session, EVIDENCE_STEPS, place.answers, EVIDENCE_INPUTS)
    rmSync(join(site.root, 'practice-hsm'), { recursive: true })
    await goOn(session, run, 'disks', {
      ...place.answers,
      deviation: () => Promise.resolve({ person: TOMAS, decision: 'continue', reason: 'The token is in the safe.' }),
    })
    const volatile = outputOf(run, 'volatile', 'collect-evidence')
    expect(volatile.findings).toMatchObject([{ group: 'hsm', source: 'practice-hsm' }])
    expect(run.exceptions[0]?.happened).toMatch(/were collected and are kept/)
    const input = { kind: 'evidence', statement: null, folder: place.medium, description: 'disk' } as const
    expect(
      await rejectionOf(session.engine.perform(run.id, 'disks', { ...input, folder: join(place.medium, 'gone') })),
    ).toMatchObject({ code: 'file-not-found' })
    expect(await rejectionOf(session.engine.perform(run.id, 'disks', { kind: 'none' }))).toMatchObject({
      code: 'invalid-request',
    })
    await session.engine.perform(run.id, 'disks', input)
    expect(outputOf(run, 'disks', 'collect-evidence')).toMatchObject({
      pieces: 3,
      findings: [{ code: 'symbolic-link' }],
    })
    await decide(session, run)
    await goOn(session, run, 'seal', place.answers)
    expect(stepOf(run, 'disks').status).toBe('done')
  })

  it('is sealed by somebody who is here, for recipients that are good, into a place that is free', async () => {
    const site = await stages.founded()
    const session = await site.open()
    const place = evidencePlace(site.folder)
    const run = await inTheRoom(session, EVIDENCE_STEPS, place.answers, EVIDENCE_INPUTS)
    await goOn(session, run, 'court', place.answers)
    const bad = join(site.folder, 'bad.pem')
    writeFileSync(bad, 'no certificate')
    expect(await rejectionOf(session.engine.perform(run.id, 'court', { kind: 'file', path: bad }))).toMatchObject({
      code: 'recipients-invalid',
    })
    await goOn(session, run, 'seal', place.answers)
    const seal = (folder: string, person: string) =>
      session.engine.perform(run.id, 'seal', { kind: 'seal', folder, signer: hand(person) })
    expect((await rejectionOf(seal(join(place.out, 'gone'), TOMAS))).code).toBe('file-not-found')
    expect((await rejectionOf(seal(place.out, 'joon-ho-seo'))).code).toBe('person-not-present')
    const secret = passphrase(TOMAS)
    secret[0] = 0x21
    const wrong = { kind: 'seal', folder: place.out, signer: { person: TOMAS, secret } } as const
    expect((await rejectionOf(session.engine.perform(run.id, 'seal', wrong))).code).toBe('passphrase-incorrect')
    expect(secret.every((octet) => octet === 0)).toBe(true)
    const taken = join(place.out, `PRACTICE-evidence-${run.id}-seal`)
    writeFileSync(taken, 'something else')
    expect((await rejectionOf(seal(place.out, TOMAS))).code).toBe('file-exists')
    rmSync(taken)
    await seal(place.out, TOMAS)
    expect(existsSync(join(taken, 'signatures', 'tomas-oliveira-1.sig'))).toBe(true)
  })

  it.runIf(canMount)(
    'leaves nothing under its name on a medium that is full, and is sealed on another one',
    async () => {
      const site = await stages.founded()
      const session = await site.open()
      const place = evidencePlace(site.folder)
      const run = await inTheRoom(session, EVIDENCE_STEPS, place.answers, EVIDENCE_INPUTS)
      await goOn(session, run, 'seal', place.answers)
      const disk = mountSmallDisk('64k')
      try {
        const input = { kind: 'seal', folder: disk.folder, signer: hand(TOMAS) } as const
        expect((await rejectionOf(session.engine.perform(run.id, 'seal', input))).code).toBe('disk-full')
        expect(readdirSync(disk.folder)).toEqual([])
      } finally {
        disk.remove()
      }
      await session.engine.perform(run.id, 'seal', { kind: 'seal', folder: place.out, signer: hand(TOMAS) })
      expect(stepOf(run, 'seal').status).toBe('done')
    },
  )
})
