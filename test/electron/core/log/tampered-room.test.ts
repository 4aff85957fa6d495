import { afterAll, describe, expect, it } from 'vitest'
import type { FacilityVerdict } from '../../../../electron/core/log/verdict.ts'
import type { EntryKind } from '../../../../shared/ledger/entries.ts'
import type { Envelope } from '../../../../shared/ledger/envelope.ts'
import { fullRoomRun } from '../../../support/full-room-run.ts'
import { present } from '../../../support/present.ts'
import { RetoldLog } from '../../../support/retold-log.ts'
import { TestFacility } from '../../../support/test-facility.ts'

const site = await TestFacility.found()
await fullRoomRun(site)
const log = new RetoldLog(site.root)
const original = log.entries()
afterAll(() => site.remove())

const RUN = 'run-0002'
const inRun = original.filter(({ run }) => run === RUN)
/** From here on people sign the root over everything before. */
const firstSignOff = present(
  inRun.find(({ kind }) => kind === 'sign-off-given'),
  'sign-off',
).index

type Path = readonly string[]

/** Every value in an entry that is not made again by whoever writes the log: all but index and chain. */
function valuesOf({ actor, role, run, step, data }: Envelope): [Path, unknown][] {
  return [...leaves({ actor, role, run, step, data }, [])].filter(([, value]) => value !== undefined)
}

function* leaves(value: unknown, path: Path): Generator<[Path, unknown]> {
  if (typeof value !== 'object' || value === null) {
    yield [path, value]
    return
  }
  for (const [name, member] of Object.entries(value)) yield* leaves(member, [...path, name])
}

/** Good values of the same form: nothing that a schema would refuse. */
const OTHERS: Readonly<Record<string, string>> = {
  'hanna-voss': 'greta-lindqvist',
  'tomas-oliveira': 'priya-raman',
  'priya-raman': 'tomas-oliveira',
  'greta-lindqvist': 'hanna-voss',
  'joon-ho-seo': 'tomas-oliveira',
  'daniel-okafor': 'joon-ho-seo',
  administrator: 'witness',
  officer: 'witness',
  witness: 'officer',
  continue: 'abort',
  room: 'file',
  [RUN]: 'run-0001',
}
const IN_PLACE_OF_NOTHING: Readonly<Record<string, string>> = {
  actor: 'tomas-oliveira',
  role: 'officer',
  step: 'said',
  run: RUN,
}

function otherThan(value: unknown, path: Path): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (typeof value !== 'string') return IN_PLACE_OF_NOTHING[path.at(-1) ?? ''] ?? null
  const other = OTHERS[value]
  if (other !== undefined) return other
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return new Date(Date.parse(value) - 1).toISOString()
  if (/^[0-9a-f]{8,}$/.test(value)) return (value.startsWith('0') ? '1' : '0') + value.slice(1)
  return `${value}x`
}

async function after(change: (entries: Envelope[]) => void): Promise<FacilityVerdict> {
  const entries = log.entries()
  change(entries)
  return log.verdictOn(entries)
}

async function firstBadAfter(index: number, path: Path, value: unknown): Promise<number | null> {
  const verdict = await after((entries) => {
    let at = entries[index] as unknown as Record<string, unknown>
    for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>
    at[path.at(-1) ?? ''] = value
  })
  return verdict.firstBad
}

/** The values of the entry whose change is not found at `index` itself, each with where it is found. */
async function foundLater({ index, ...entry }: Envelope): Promise<Map<string, number | null>> {
  const later = new Map<string, number | null>()
  for (const [path, value] of valuesOf({ index, ...entry })) {
    const other = otherThan(value, path)
    if (other === null) continue
    const found = await firstBadAfter(index, path, other)
    if (found !== index) later.set(path.join('.'), found)
  }
  return later
}

/** The first and the last entry of a kind: in this run, or in the facility. */
function samplesOf(kind: EntryKind): Envelope[] {
  const all = (kind === 'rehearsal-recorded' ? original : inRun).filter((entry) => entry.kind === kind)
  return [...new Set([present(all[0], kind), present(all.at(-1), kind)])]
}

const SIGNED: readonly EntryKind[] = [
  'run-opened',
  'rehearsal-recorded',
  'person-signed-in',
  'person-signed-out',
  'run-paused',
  'run-resumed',
  'final-try-allowed',
  'approval-given',
  'approval-refused',
  'exception-decided',
  'sign-off-given',
]

/** What the console alone wrote down: no later entry repeats it, so it is the sign-off that gives a change of it away. */
const ONLY_UNDER_SIGN_OFF: readonly RegExp[] = [
  /^step-done check-clock data\.output\.(findings\.\d+\.words|host\.|hostTime|references\.\d\.(person|reference|says|readAt))/,
  /^step-done record-bag data\.output\.bags\.\d\.sealed/,
  /^step-done read-back data\.output\.(compared|of)/,
  /^step-done open-token data\.output\.(firmware|manufacturer|model)/,
  /^step-done (generate|destroy)-key data\.output\.(recovered|remaining)/,
  /^step-failed open-token data\.failure\.(message|remedy|detail)/,
]
/** What the very next signature is about. */
const AT_THE_NEXT: readonly RegExp[] = [
  /^exception-raised (actor|step|data)/,
  /^step-intended generate-key data\.intent\.id/,
]

const nameOf = ({ kind, data }: Envelope): string => ('kind' in data ? `${kind} ${String(data['kind'])}` : kind)

describe('A log that was told anew by somebody who has the log key', { timeout: 240_000 }, () => {
  it('holds as it was', async () => {
    expect(await after(() => undefined)).toMatchObject({ ok: true, problems: [], entries: original.length })
  })

  it.each(SIGNED)('is bad at an entry %s of which any value was changed', async (kind) => {
    const isAnswer = kind === 'approval-given' || kind === 'approval-refused'
    // By which way an answer came is not signed by who gave it: the sign-off covers it.
    const covered = isAnswer ? [['data.via', firstSignOff]] : []
    for (const entry of samplesOf(kind)) expect([...(await foundLater(entry))]).toEqual(covered)
  })

  const steps = [...new Map(inRun.filter(({ data }) => 'kind' in data).map((entry) => [nameOf(entry), entry])).values()]
  it.each(steps.map((entry): [string, Envelope] => [nameOf(entry), entry]))(
    'is bad at %s, or for what only the console saw where people signed it off',
    async (name, entry) => {
      const unexpected = [...(await foundLater(entry))].filter(([path, found]) => {
        const where = `${name} ${path}`
        if (ONLY_UNDER_SIGN_OFF.some((one) => one.test(where))) return found !== firstSignOff
        return found === null || !AT_THE_NEXT.some((one) => one.test(where))
      })
      expect(unexpected).toEqual([])
    },
  )

  it('is bad where a deviation was decided of which a word, the person or the step was changed', async () => {
    for (const entry of samplesOf('exception-raised')) {
      const found = await foundLater(entry)
      expect(new Set(found.values())).toEqual(new Set([entry.index + 1]))
      expect([...found.keys()]).toEqual(expect.arrayContaining(['actor', 'step', 'data.expected', 'data.happened']))
    }
  })

  it('is bad at the end of the run that says of somebody that they agreed', async () => {
    const closed = present(inRun.at(-1), 'end')
    expect(closed.kind).toBe('run-closed')
    const verdict = await after((entries) => {
      const data = entries[closed.index]?.data as { agree: string[]; disagree: string[] }
      data.agree = [...data.agree, ...data.disagree]
      data.disagree = []
    })
    expect(verdict.firstBad).toBe(closed.index)
  })

  it('is bad at what people signed when it was put into another order', async () => {
    const pairs = inRun.slice(0, -1).filter(({ kind, index }) => isSigned(kind) && isSigned(original[index + 1]?.kind))
    expect(pairs.length).toBeGreaterThan(15)
    const missed: number[] = []
    for (const { index } of pairs) {
      const { firstBad } = await after((entries) => {
        const [one, other] = [present(entries[index], 'entry'), present(entries[index + 1], 'entry')]
        entries.splice(index, 2, { ...other, time: one.time }, { ...one, time: other.time })
      })
      if (firstBad !== index && firstBad !== index + 1) missed.push(index)
    }
    expect(missed).toEqual([])
  })

  it('is bad when one entry was left out, and when one was said twice', async () => {
    const missed: string[] = []
    // Of an end that is missing, nothing is left that could be wrong: the run is open then.
    for (const { index } of inRun.slice(0, -1)) {
      const without = await after((entries) => entries.splice(index, 1))
      if (without.ok) missed.push(`without ${String(index)}`)
      const twice = await after((entries) => entries.splice(index, 0, present(entries[index], 'entry')))
      if (twice.ok) missed.push(`twice ${String(index)}`)
    }
    expect(missed).toEqual([])
  })

  it('is bad before the sign-off when everything after a signature is said to have been an hour later', async () => {
    const missed: string[] = []
    for (const { index, kind } of inRun.filter((entry) => isSigned(entry.kind) && entry.index < firstSignOff)) {
      const { firstBad } = await after((entries) => {
        // Everything from here on an hour later: in itself, the order is right.
        for (const [at, entry] of entries.entries())
          if (at > index) entries[at] = { ...entry, time: new Date(Date.parse(entry.time) + 3_600_000).toISOString() }
      })
      if ((firstBad ?? original.length) > firstSignOff) missed.push(`${kind} ${String(index)}`)
    }
    expect(missed).toEqual([])
  })
})

function isSigned(kind: string | undefined): boolean {
  return SIGNED.some((one) => one === kind)
}
