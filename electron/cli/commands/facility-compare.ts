import { fail } from '../../../shared/failure.ts'
import { type Comparison, compareFacilities, type ComparedLog } from '../../core/log/compare-facilities.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { digestJson, digestText, paragraphs, rows } from '../format.ts'

export const facilityCompare: Command = {
  name: 'facility compare',
  takes: 'A B',
  summary: 'Whether two copies of a facility have the same log, or one has gone on, or both have (a fork).',
  details: [
    'Reads both folders and writes nothing. Compares the logs byte by byte, entry by entry; it does not verify them: "conclave log verify" does.',
    'Done (exit code 0) when the logs are the same or one is the beginning of the other; the longer one can be worked with. Refused (1) when each has an entry that the other has not: from there on they are two histories, and people have to decide which one counts.',
  ],
  examples: ['conclave facility compare /media/backup/facility ./facility'],
  options: {},
  positionals: { min: 2, max: 2 },
  run: compare,
}

function compare({ positionals: [a = '', b = ''] }: Call): Outcome {
  const comparison = compareFacilities(a, b)
  const text = paragraphs(sentence(comparison), rows([...describe('A', comparison.a), ...describe('B', comparison.b)]))
  const json = { ...comparison, a: logJson(comparison.a), b: logJson(comparison.b) }
  if (comparison.relation !== 'forked') return { json, text }
  const { failure } = fail('log-forked', sentence(comparison), {
    remedy:
      'Work with neither. Compare both with the last paper checkpoint; people decide which history counts, and keep the other as evidence.',
    detail: { common: comparison.common, sizeA: comparison.a.size, sizeB: comparison.b.size },
  })
  return { json, text, failure }
}

function sentence({ relation, common, a, b }: Comparison): string {
  switch (relation) {
    case 'same':
      return `The same log: ${entries(a.size)}.`
    case 'a-is-older':
      return `A is the beginning of B: B has gone on with ${entries(b.size - a.size)} since.`
    case 'b-is-older':
      return `B is the beginning of A: A has gone on with ${entries(a.size - b.size)} since.`
    case 'forked':
      return common === 0
        ? 'Two different logs: they have no entry in common.'
        : `Forked: ${entries(common)} are the same, entry ${String(common)} differs.`
  }
}

function describe(name: string, { folder, origin, size, root, next }: ComparedLog): (readonly [string, string])[] {
  return [
    [name, folder],
    ['Log', origin],
    ['Head', `${entries(size)}\n${digestText(root)}`],
    ...(next === null
      ? []
      : [['First of its own', `entry ${String(next.index)}, ${next.kind}, ${next.time}`] as const]),
  ]
}

function logJson(log: ComparedLog): object {
  return { ...log, root: digestJson(log.root) }
}

function entries(count: number): string {
  return count === 1 ? '1 entry' : `${String(count)} entries`
}
