import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ArtifactStore } from '../../../../electron/core/facility/artifacts.ts'
import { facilityLayout } from '../../../../electron/core/facility/layout.ts'
import { evidenceCollection } from '../../../../shared/evidence/collection.ts'
import { parseCanonical } from '../../../../shared/ledger/canonical-json.ts'
import type { Envelope } from '../../../../shared/ledger/envelope.ts'
import { goOn } from '../../../support/ceremony-run.ts'
import { EVIDENCE_INPUTS, EVIDENCE_STEPS, evidencePlace } from '../../../support/evidence-run.ts'
import { present } from '../../../support/present.ts'
import { RetoldLog } from '../../../support/retold-log.ts'
import { inTheRoom } from '../../../support/room-run.ts'
import { TestFacility } from '../../../support/test-facility.ts'

/** A log that was told anew with the log key: what its steps of evidence say is compared with what they name. */

const site = await TestFacility.found()
const place = evidencePlace(site.folder)
const session = await site.open()
const run = await inTheRoom(session, EVIDENCE_STEPS, place.answers, EVIDENCE_INPUTS)
await goOn(session, run, 'sign-off', place.answers)
await site.closeAll()
const log = new RetoldLog(site.root)
const original = log.entries()
afterAll(() => site.remove())

type Path = readonly string[]

function* leaves(value: unknown, path: Path): Generator<[Path, unknown]> {
  if (typeof value !== 'object' || value === null) yield [path, value]
  else for (const [name, member] of Object.entries(value)) yield* leaves(member, [...path, name])
}

/** Another good value of the same form. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (typeof value !== 'string') return value === null ? 'tomas-oliveira' : value
  if (/^[0-9a-f]+$/.test(value)) return value.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
  if (/^\d{4}-/.test(value)) return value.replace(/^\d/, '3')
  return (
    { 'hanna-voss': 'tomas-oliveira', hsm: 'console', console: 'hsm', freeze: 'files', files: 'freeze' }[value] ??
    `${value}x`
  )
}

function set(entry: Envelope, path: Path, value: unknown): void {
  let at = entry as unknown as Record<string, unknown>
  for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>
  at[path.at(-1) ?? ''] = value
}

/** What only the console saw: where the package went, what the file was called, how large all of it is, and when. */
const SAID_BY_THE_CONSOLE = /^(fileName|destination|medium\..*|package\.size|sealedAt|adopted)$/

describe('what the steps of evidence say', { timeout: 240_000 }, () => {
  it('is good as it is', async () => {
    expect((await log.verdictOn(original)).problems).toEqual([])
  })

  it.each(['volatile', 'disks', 'court', 'seal'])('is found when a value of step %s was changed', async (step) => {
    const index = present(
      original.find((entry) => entry.kind === 'step-done' && entry.step === step),
      step,
    ).index
    const { output } = present(original[index], step).data as { output: object }
    const missed: string[] = []
    let tried = 0
    for (const [path, value] of leaves(output, [])) {
      const name = path.join('.')
      if (SAID_BY_THE_CONSOLE.test(name) || name.startsWith('deviation')) continue
      tried++
      const entries = log.entries()
      set(present(entries[index], step), ['data', 'output', ...path], other(value))
      if ((await log.verdictOn(entries)).problems.length === 0) missed.push(name)
    }
    expect(missed).toEqual([])
    expect(tried).toBeGreaterThan(3)
  })

  it('is found when an item is missing from the store, or was changed there', async () => {
    const folder = facilityLayout(site.root).artifacts
    const done = present(
      original.find((entry) => entry.kind === 'step-done' && entry.step === 'disks'),
      'collection',
    )
    const { record } = (done.data as { output: { record: string } }).output
    const { items } = evidenceCollection.parse(parseCanonical(new ArtifactStore(folder).get(record)))
    const { sha256 = '' } = items.at(-1) ?? {}
    rmSync(join(folder, sha256.slice(0, 2), sha256))
    expect((await log.verdictOn(original)).problems).toMatchObject([{ code: 'artifact-missing' }])
  })
})
