import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { launchConclave } from '../e2e/launch.ts'
import { answers, begin, reissuePlan, rootPlan } from '../support/ceremony-run.ts'
import { requestBundle } from '../support/request-bundle.ts'
import { TestFacility } from '../support/test-facility.ts'
import { Camera } from './camera.ts'
import { ask, walkTo } from './walk.ts'

/** Many requests under one approval: what was set aside, the approval, the signatures. */
export async function takeReissue(pictures: string): Promise<void> {
  const site = await TestFacility.found()
  const session = await site.open()
  const medium = mkdtempSync(join(site.folder, 'requests-'))
  const path = join(medium, 'requests.pem')
  writeFileSync(path, requestBundle(120))
  await begin(session, rootPlan(), null, answers(site.folder))
  const from = answers(site.folder, { mediaFolder: () => Promise.resolve(medium) })
  const { id: run } = await begin(session, reissuePlan(), 'prepare', from)
  await site.closeAll()
  const folders = { request: path, export: medium }
  const conclave = await launchConclave({ facility: site.root })
  const { window: page } = conclave
  const camera = new Camera(conclave, pictures)
  try {
    await camera.goTo(`#/ceremonies/run/${run}`)
    const { run: prepared } = await ask(page, 'run.perform', { run, step: 'prepare', input: { kind: 'file', path } })
    await camera.take('run-reissue-approve', 'Approve in practice as')
    const signing = await walkTo(page, run, prepared.step.number + 2, folders)
    await ask(page, 'run.perform', { run, step: signing.step.id, input: { kind: 'none' } })
    await page.getByRole('button', { name: /^\d+ Sign the certificates/ }).click()
    await camera.take('run-reissue-signed', '120 of 120')
    await page.getByRole('button', { name: /^2\. Take the requests in/ }).click()
    await page.getByRole('button', { name: /^\d+ Build a certificate for each request/ }).click()
    await camera.take('run-reissue-prepared', 'requests.pem')
  } finally {
    await conclave.close()
    await site.remove()
  }
}
