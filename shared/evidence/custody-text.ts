import { hexToBytes } from '../bytes.ts'
import { toWords } from '../ledger/words.ts'
import type { EvidenceCollection } from './collection.ts'
import type { CustodyEntry, EvidenceItem } from './item.ts'
import { CUSTODY } from './names.ts'
import type { ContentManifest } from './package.ts'

const HEAD = 'CUSTODY RECORD'
const RULE = '-'.repeat(78)

/**
 * CUSTODY.txt: who had what, when, where, why and under which authority, after ISO/IEC 27037:2012 §6.1, for people who have the
 * package and nothing else. `numbers`: the SHA-256 of the bytes of each record of a collection is in the manifest.
 */
export function custodyText(manifest: ContentManifest, collections: readonly EvidenceCollection[]): string {
  const paths = new Map(manifest.items.map(({ id, path }) => [id, path]))
  const lines = [
    ...marks(manifest),
    HEAD,
    '',
    ...facts([
      ['Package', manifest.name],
      ['Facility', `${manifest.facilityName} (${manifest.facility})`],
      ['Run and step', `${manifest.run}, ${manifest.step}`],
      ['Sealed at', `${manifest.sealedAt} (UTC)`],
      ['Items', String(manifest.items.length)],
      ...manifest.custody.map((entry): [string, string] => ['Custody', custodyWords(entry)]),
    ]),
    ...collections.flatMap((collection) => [
      '',
      RULE,
      `COLLECTION ${collection.run}, ${collection.step}`,
      '',
      ...facts([
        ['Begun', collection.startedAt],
        ['Ended', collection.finishedAt],
        ['Authority', collection.authority],
        ['Reason', collection.why],
        ['Log', `${String(collection.log.size)} entries, root ${collection.log.root}`],
        ['Collected', String(collection.items.length)],
      ]),
      ...refusals(collection),
      ...collection.items.flatMap((item) => ['', ...itemLines(item, paths.get(item.id) ?? '')]),
    ]),
    '',
    RULE,
    ...FORM,
  ]
  return `${lines.join('\n')}\n`
}

/** The first lines of every text of a package that is not about the real thing. */
export function marks({ mode, drill }: Pick<ContentManifest, 'mode' | 'drill'>): string[] {
  return [
    ...(drill ? ['DRILL. This package was made in an exercise. It is evidence of nothing.', ''] : []),
    ...(mode === 'practice'
      ? ['PRACTICE. This package comes from a practice facility. It is evidence of nothing.', '']
      : []),
  ]
}

function itemLines(item: EvidenceItem, path: string): string[] {
  const { acquisition: got } = item
  return [
    `ITEM ${item.id}`,
    ...facts([
      ['What', item.what],
      ['Source', item.source],
      ['File', path],
      ['SHA-256', item.sha256],
      ['in words', toWords(hexToBytes(item.sha256)).slice(0, 8).join(' ')],
      ['Bytes', String(item.size)],
      ['Acquired', `${got.at} (UTC; the console is set to ${got.timeZone}, ${signed(got.offsetMinutes)} minutes)`],
      ['Clock', got.clock],
      ['By', `${got.name} (${got.by}${got.role === null ? '' : `, ${got.role}`})`],
      ['Method', got.method],
      ['Tool', `${got.tool} ${got.version}`],
      ['Kept', item.place],
      ['Why', item.why],
      ['Authority', item.authority],
      ...item.compared.map((words): [string, string] => ['Compared', words]),
      ...item.changes.flatMap(({ what, responsible, justification }): [string, string][] => [
        ['Changed', what],
        ['answered by', responsible],
        ['because', justification],
      ]),
      ...item.custody.map((entry): [string, string] => ['Custody', custodyWords(entry)]),
    ]),
  ]
}

function custodyWords({ at, act, name, place, purpose }: CustodyEntry): string {
  return `${at} ${act} by ${name}, ${place}: ${purpose}`
}

function refusals({ refused }: EvidenceCollection): string[] {
  if (refused.length === 0) return []
  return [
    '',
    `NOT COLLECTED: ${String(refused.length)}`,
    ...refused.map(({ code, source, words }) => `  ${code}: ${source}: ${words}`),
  ]
}

/** What happens to the package from here on is written by hand. */
const FORM = [
  'HAND-OVER (on the printed record; one line for each time the package changes hands or is opened)',
  '',
  'Date, time, time zone   From (name, signature)   To (name, signature)   Place, purpose, authority   Seal intact',
  ...Array.from(
    { length: 6 },
    () => '\n____________________   ____________________   ____________________   ____________________   ______',
  ),
  '',
  `${CUSTODY} is covered by SHA256SUMS, and SHA256SUMS by the signatures beside it.`,
]

function facts(rows: readonly (readonly [string, string])[]): string[] {
  return rows.map(([name, words]) => `  ${name.padEnd(13)}${words}`)
}

function signed(minutes: number): string {
  return minutes >= 0 ? `+${String(minutes)}` : String(minutes)
}
