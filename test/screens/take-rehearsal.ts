import { ByMouse } from '../e2e/hands.ts'
import { launchConclave } from '../e2e/launch.ts'
import { ProductionFacility } from '../support/production-facility.ts'
import { Camera } from './camera.ts'

const INPUTS = [
  ['Country of the CA', 'CH'],
  ['Organization of the CA', 'Meridian Fleet AG'],
  ['Common name of the root', 'Fleet Root G1'],
  ['Name of the root key', 'fleet-root-g1'],
  ['Name of the first hand-off key', 'handoff-a'],
  ['Name of the second hand-off key', 'handoff-b'],
] as const

/** A plan in production that nobody has rehearsed. */
export async function takeRehearsal(pictures: string): Promise<void> {
  const site = await ProductionFacility.found({ rehearsal: { required: true, withinDays: 30 } })
  const conclave = await launchConclave({ facility: site.root })
  try {
    const page = conclave.window
    const camera = new Camera(conclave, pictures)
    await camera.goTo('#/ceremonies/start/generate-root')
    const hands = new ByMouse(page)
    for (const [label, text] of INPUTS) await hands.fill(label, text)
    for (const label of ['May the root key be backed up?', 'HSM token that holds the keys']) {
      await page.getByRole('button', { name: label }).click()
      await page.getByRole('option').first().click()
    }
    await camera.take('ceremony-start-rehearsal', 'Wanted by the policy')
  } finally {
    await conclave.close()
    await site.remove()
  }
}
