import { afterAll, describe, expect, it } from 'vitest'
import { logShow } from '../../../../electron/cli/commands/log-show.ts'
import type { Call } from '../../../../electron/cli/command.ts'
import { eventfulRun, HOSTILE } from '../../../support/eventful-run.ts'
import { TestFacility } from '../../../support/test-facility.ts'

const site = await TestFacility.found()
await eventfulRun(await site.open(), site.folder)
await site.closeAll()
afterAll(() => site.remove())

async function shown(...flags: string[]): Promise<string> {
  const call: Call = {
    positionals: [site.root],
    option: () => undefined,
    list: () => [],
    flag: (name) => flags.includes(name),
    json: false,
    progress: () => undefined,
  }
  return (await logShow.run(call)).text
}

/** The lines of evidence below the sentence that `sentence` matches. */
function below(text: string, sentence: RegExp): string[] {
  const lines = text.split('\n')
  const from = lines.findIndex((line) => sentence.test(line))
  expect(from).toBeGreaterThan(0)
  const rest = lines.slice(from + 1)
  return rest
    .slice(
      0,
      rest.findIndex((line) => !line.startsWith(' '.repeat(30))),
    )
    .map((line) => line.trim())
}

describe('A log in words', () => {
  it('lets nothing that people wrote look like an entry', async () => {
    const text = await shown()
    expect(HOSTILE).toContain('\n')
    expect(text).not.toContain('\u202E')
    expect(text).toContain('The blind was up. / <script>')
    const entry = /^ *\d+ {2}\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ {2}/
    const brief = (await shown('brief')).split('\n')
    expect(brief.every((line) => entry.test(line))).toBe(true)
    expect(text.split('\n').filter((line) => entry.test(line))).toEqual(brief)
  })

  it('leads from a deviation to its decision, and says who signed with what', async () => {
    const text = await shown()
    const raised = /^ *(\d+) .*noticed a deviation: The first PIN was refused/m.exec(text)?.[1] ?? ''
    expect(below(text, /noticed a deviation: The first PIN/)).toEqual([
      expect.stringMatching(/^at +step \d+, Open the HSM$/),
      'expected  The PIN opens the HSM.',
    ])
    expect(below(text, /decided that the run goes on: A slip/)).toEqual([
      `decides      the deviation of entry ${raised}`,
      expect.stringMatching(/^deviation +[0-9a-f]{64}$/),
      'signed with  tomas-oliveira-1',
    ])
  })

  it('leads from what was approved to what was signed, by whole digests', async () => {
    const text = await shown()
    const approved = below(text, /Tomás Oliveira approved the root certificate/)
    const digest = /SHA-256 ([0-9a-f]{64})$/.exec(approved[0] ?? '')?.[1] ?? 'none'
    expect(below(text, /built the certificate of PRACTICE Fleet Root/)).toContain(`to be signed  ${digest}`)
    expect(below(text, /intends to sign \d+ bytes with fleet-root-g1/)).toContain(`to be signed  ${digest}`)
    expect(below(text, /PRACTICE Fleet Root G1 was issued/).join(' ')).toMatch(/certificate +[0-9a-f]{64}.*serial +01/)
    expect(below(text, /Greta Lindqvist signed off and does not agree/).join(' ')).toMatch(/root [0-9a-f]{64}/)
  })
})
