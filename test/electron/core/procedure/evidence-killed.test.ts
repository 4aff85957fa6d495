import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { verifyPackage } from '../../../../electron/core/evidence/verify-package.ts'
import { outputOf } from '../../../../shared/procedure/run-state.ts'
import { expectLogVerifies } from '../../../support/aftermath.ts'
import { bundledProgram } from '../../../support/bundled-program.ts'
import { goOn, openRun, stepOf } from '../../../support/ceremony-run.ts'
import { EVIDENCE_INPUTS, EVIDENCE_STEPS, evidenceAnswers, evidencePlace } from '../../../support/evidence-run.ts'
import { inTheRoom } from '../../../support/room-run.ts'
import { TestFacility } from '../../../support/test-facility.ts'

/** Core is killed by SIGKILL, for real, and started again. */

const PROGRAM = await bundledProgram('evidence-killed.ts')
const NAME = 'PRACTICE-evidence-run-0001-seal'
const sites: TestFacility[] = []
const beforeSeal = await waitingAt('seal')
const beforeFiles = await waitingAt('disks')
afterAll(async () => {
  for (const site of [...sites, beforeSeal, beforeFiles]) await site.remove()
})

async function waitingAt(step: string): Promise<TestFacility> {
  const site = await TestFacility.found()
  const place = evidencePlace(site.folder)
  // Large enough that sealing takes a while, small enough that a test does not.
  writeFileSync(join(place.medium, 'zz-large.db'), Buffer.alloc(20 << 20, 7))
  const session = await site.open()
  await goOn(session, await inTheRoom(session, EVIDENCE_STEPS, place.answers, EVIDENCE_INPUTS), step, place.answers)
  await site.closeAll()
  return site
}

/** A copy of the facility with what lies beside it, killed at the nth time that core says these words. */
function killed(from: TestFacility, words: string, nth = 1): TestFacility {
  const site = from.copy()
  sites.push(site)
  evidencePlace(site.folder)
  writeFileSync(join(site.folder, 'evidence-medium', 'zz-large.db'), Buffer.alloc(20 << 20, 7))
  const order = JSON.stringify({ facility: site.root, folder: site.folder, words, nth })
  const { signal, stderr } = spawnSync(process.execPath, [PROGRAM, order], { encoding: 'utf8' })
  expect({ signal, stderr }).toMatchObject({ signal: 'SIGKILL' })
  return site
}

function out(site: TestFacility): string {
  return join(site.folder, 'evidence-out')
}

describe('kill -9 while evidence is sealed', { timeout: 120_000 }, () => {
  it.each([
    ['Sealing', 1],
    ['Sealing', 12],
    ['Reading', 1],
  ])('leaves no package under its name, at "%s" %i; done again it is whole', async (words, nth) => {
    const site = killed(beforeSeal, words, nth)
    expect(existsSync(join(out(site), NAME))).toBe(false)
    expect(readdirSync(out(site)).some((name) => name.endsWith('.partial'))).toBe(true)
    const session = await site.open()
    const run = openRun(session)
    expect(stepOf(run, 'seal').status).toBe('started')
    await goOn(session, run, null, evidenceAnswers(site.folder))
    expect(outputOf(run, 'seal', 'seal-evidence').adopted).toBe(false)
    expect(readdirSync(out(site)).toSorted()).toEqual([NAME, 'recipient.key', 'recipient.pem'])
    expect((await verifyPackage(join(out(site), NAME))).ok).toBe(true)
    await site.closeAll()
    await expectLogVerifies(site.root)
  })

  it('takes the package that is whole on the medium, when the log did not have it yet', async () => {
    const site = killed(beforeSeal, 'is on the medium')
    const before = await verifyPackage(join(out(site), NAME))
    expect(before.ok).toBe(true)
    const session = await site.open()
    const run = openRun(session)
    expect(stepOf(run, 'seal').status).toBe('started')
    await goOn(session, run, null, evidenceAnswers(site.folder))
    const output = outputOf(run, 'seal', 'seal-evidence')
    expect(output).toMatchObject({ adopted: true, package: { sha256: before.sha256 } })
    await site.closeAll()
    await expectLogVerifies(site.root)
  })
})

describe('kill -9 while evidence is collected', { timeout: 120_000 }, () => {
  it('leaves nothing half copied; done again it is whole', async () => {
    const site = killed(beforeFiles, 'Copying zz-large')
    const session = await site.open()
    const run = openRun(session)
    expect(stepOf(run, 'disks').status).toBe('started')
    await goOn(session, run, null, evidenceAnswers(site.folder))
    expect(outputOf(run, 'disks', 'collect-evidence')).toMatchObject({ pieces: 4, findings: [] })
    expect(
      existsSync(join(site.root, 'artifacts', 'incoming')) ? readdirSync(join(site.root, 'artifacts', 'incoming')) : [],
    ).toEqual([])
    await site.closeAll()
    await expectLogVerifies(site.root)
  })
})
