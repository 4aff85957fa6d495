import { describe, expect, it } from 'vitest'
import { verifyReceived } from '../../online/trust/verify-received.ts'
import { NOW } from '../electron/core/handoff/fixture.ts'
import { AFTER_FIRST, type Attack, goodFiles, onMedium } from './attacks/attack.ts'
import { CONTAINER_ATTACKS } from './attacks/container-attacks.ts'
import { CONTENT_ATTACKS } from './attacks/content-attacks.ts'
import { LOG_ATTACKS, loggedFiles } from './attacks/log-attacks.ts'
import { MANIFEST_ATTACKS } from './attacks/manifest-attacks.ts'
import { goodEpoch, SIGNATURE_ATTACKS } from './attacks/signature-attacks.ts'

const ATTACKS = [...CONTAINER_ATTACKS, ...MANIFEST_ATTACKS, ...SIGNATURE_ATTACKS, ...CONTENT_ATTACKS, ...LOG_ATTACKS]

async function refusal({ make, memory, later = 0 }: Pick<Attack, 'make' | 'memory' | 'later'>) {
  const options = { now: NOW + later, acceptLate: false }
  const { report } = await verifyReceived(onMedium(make()), memory?.() ?? AFTER_FIRST, options)
  return { ok: report.ok, codes: report.problems.map(({ code }) => code), message: report.problems[0]?.message ?? '' }
}

describe('manipulated hand-offs', () => {
  it('the hand-off that they are made from is accepted, and so is one that starts an epoch as it should', async () => {
    expect(await refusal({ make: goodFiles })).toMatchObject({ ok: true, codes: [] })
    expect(await refusal({ make: loggedFiles })).toMatchObject({ ok: true, codes: [] })
    expect(await refusal({ make: goodEpoch })).toMatchObject({ ok: true, codes: [] })
  })

  it.each(ATTACKS.map((attack) => [attack.what, attack.code, attack] as const))('%s: %s', async (_, code, attack) => {
    const { ok, codes } = await refusal(attack)
    expect(ok).toBe(false)
    expect(codes[0]).toBe(code)
  })

  it('are the table in docs/handoff-attacks.md', async () => {
    expect(ATTACKS.length).toBeGreaterThanOrEqual(40)
    expect(new Set(ATTACKS.map(({ what }) => what)).size).toBe(ATTACKS.length)
    const rows = ATTACKS.map(({ what, code }, index) => `| ${index + 1} | ${what} | \`${code}\` |`)
    const head =
      'Every manipulated hand-off that `test/online/attack-table.test.ts` makes, and the code that refuses it. The test writes this file.'
    const table = `# Manipulated hand-offs\n\n${head}\n\n| | manipulation | refused with |\n|---|---|---|\n${rows.join('\n')}\n`
    await expect(table).toMatchFileSnapshot('../../docs/handoff-attacks.md')
  })
})
