import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { answerDialogs } from '../e2e/dialogs.ts'
import { launchConclave } from '../e2e/launch.ts'
import { longFacility } from '../support/long-facility.ts'
import { Camera } from './camera.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** A copy that is open to be read: its entries, stories, checkpoints, policies, its verification and its package. */
export async function takeAuditor(folder: string, pictures: string): Promise<void> {
  const cache = join(ROOT, '.cache', 'bench')
  mkdirSync(cache, { recursive: true })
  const copy = await longFacility(cache, 20_000, readFileSync(join(ROOT, 'dist', '.programs-sources'), 'utf8'))
  const conclave = await launchConclave({
    args: ['--read-only', copy],
    env: { XDG_CACHE_HOME: join(folder, 'auditor-cache') },
  })
  const { window } = conclave
  const camera = new Camera(conclave, pictures)
  await camera.take('auditor', 'Not verified since it was opened')
  await camera.goTo('#/log/stories')
  await window.getByRole('link', { name: /Fleet Issuing EU-1/ }).click()
  await camera.take('auditor-certificate', 'approved by 2 people', undefined)
  await window
    .getByRole('link', { name: /Tomás Oliveira/ })
    .first()
    .click()
  await camera.take('auditor-person', 'Separation of duties')
  await camera.take('auditor-checkpoints', 'What happened between', '#/log/checkpoints')
  await camera.take('auditor-policies', 'Fleet policy, version', '#/log/policies')
  await window.getByRole('button', { name: 'Verify the whole log' }).click()
  await window.getByRole('heading', { name: /Verified: nothing was changed/ }).waitFor({ timeout: 120_000 })
  await camera.goTo('#/log/package')
  await answerDialogs(conclave, folder)
  await window.getByRole('button', { name: 'Choose …' }).click()
  await window.getByLabel('Seed of the sample').fill('3 17 22 31 40 44')
  await window.getByRole('button', { name: 'Make the auditor package' }).click()
  await camera.take('auditor-package', 'The package is written')
  await conclave.close()
}
