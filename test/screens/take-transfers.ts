import { readFileSync, writeFileSync } from 'node:fs'
import { launchConclave } from '../e2e/launch.ts'
import { type WaitingFacility, waitingFacility } from '../support/waiting-facility.ts'
import { Camera } from './camera.ts'
import { ask } from './walk.ts'

/** What left, what came back, what the fleet runs, and what was kept out. */
export async function takeTransfers(pictures: string): Promise<void> {
  const place = await waitingFacility()
  const conclave = await launchConclave({ facility: place.site.root })
  const { window: page } = conclave
  const camera = new Camera(conclave, pictures)
  try {
    await camera.take('transfers-waiting', 'has not answered', '#/transfers/out/fleet/1')
    const changed = place.receiver.receipt(place.handoff)
    writeFileSync(changed, readFileSync(changed, 'utf8').replace('"applied"', '"refused"'))
    const take = async (step: string, path: string): Promise<void> => {
      await ask(page, 'run.perform', { run: place.run, step, input: { kind: 'file', path } })
    }
    await take('receipt', changed).catch(() => undefined)
    await take('receipt', place.receiver.receipt(place.handoff))
    await take('status', statusWithAlarm(place))
    for (const [name, step, sign] of [
      ['run-receipt', /Take the receipt in/, 'Applied everywhere'],
      ['run-status', /Compare what the fleet serves/, 'each with the rule and the numbers'],
    ] as const) {
      await camera.goTo(`#/ceremonies/run/${place.run}`)
      await page.getByRole('button', { name: step }).click()
      await camera.take(name, sign)
    }
    await camera.take('transfers', 'each with the rule and the numbers', '#/transfers')
    await page.getByRole('button', { name: /^Destroy the copy of/ }).click()
    await camera.take('transfers-destroy', 'It may be evidence')
  } finally {
    await conclave.close()
    await place.site.remove()
  }
  if (conclave.problems.length > 0) throw new Error(`The page complained: ${conclave.problems.join('\n')}`)
}

/** One region as it should be, one that shows a certificate of nobody. */
function statusWithAlarm({ receiver, handoff }: WaitingFacility): string {
  const { epoch, sequence, issued_at: from, expires_at: to } = handoff.manifest
  const installed = { epoch, sequence, manifest_sha256: handoff.manifestSha256 }
  const region = { stage: 'all', result: 'applied', installed, breaker: 'closed' } as const
  const rogue = {
    sha256: '5e3b9a'.padEnd(64, '07c1d2'),
    spki_sha256: '91ac40'.padEnd(64, 'b7e5f8'),
    issuer_spki_sha256: 'c4d19f'.padEnd(64, '2a86b3'),
    serial: '4fa1c07be2',
    subject: 'CN=billing.fleet.example',
    not_before: from,
    not_after: to,
  }
  const empty = { certificates: [], crls: [], anchors: [], problems: [] }
  const endpoint = { address: '10.4.0.7:443', ok: true, detail: 'TLS 1.3', chain: [rogue] }
  return receiver.status(handoff, {
    regions: [
      { ...region, region: 'eu-1', targets: [] },
      {
        ...region,
        region: 'ap-2',
        targets: [{ target: 'nginx-1', driver: 'nginx', files: 'new', endpoints: [endpoint], ...empty }],
      },
    ],
  })
}
