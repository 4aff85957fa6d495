import type { EntryView } from '../../../shared/ipc/contract/log.ts'
import { viewDigest } from './pieces.ts'

/** What an entry's data holds, for people: digests to compare, and everything else as label and value. The exact bytes stand beside it. */
export interface EntryFacts {
  readonly digests: EntryView['digests']
  readonly fields: EntryView['fields']
}

const DIGEST = /^[0-9a-f]{64}$/

/** Parts of the data that only group what is in them. */
const GROUPS = new Set([
  'statement',
  'output',
  'effect',
  'intent',
  'item',
  'items',
  'person',
  'policy',
  'key',
  'failure',
  'signers',
  'signatures',
])

/** What a view of the entry says in another place, or for every entry alike. */
const TOLD = new Set(['kind', 'statement.type', 'statement.run', 'statement.step', 'statement.facility'])

const WORDS: Readonly<Record<string, string>> = {
  tbs: 'To be signed',
  spki: 'Public key',
  publicKey: 'Public key',
  subjectKey: 'Subject key',
  signingKey: 'Signing key',
  crl: 'CRL',
  p7s: 'Signature file',
  tar: 'Tar file',
  root: 'Checkpoint root',
  size: 'Size',
  sha256: 'SHA-256',
  fileCount: 'Files',
  offsetSeconds: 'Offset in seconds',
  hostTime: 'This computer said',
  says: 'Reference said',
  readAt: 'Read at',
  logKey: 'Log key',
  notBefore: 'Valid from',
  notAfter: 'Valid to',
  tokenName: 'Token',
  'token.label': 'Token label',
  'token.serial': 'Token serial',
  'lint.report': 'Lint report',
  'lint.rules': 'Lint rules',
  'lint.errors': 'Lint errors',
  'lint.warnings': 'Lint warnings',
  'lint.checkedAgainst': 'Checked against',
  'checkpoint.root': 'Checkpoint root',
  'checkpoint.size': 'Checkpoint over entries',
  'credential.id': 'Credential',
  'credential.kind': 'Kind of credential',
  'credential.publicKey': 'Public key',
}

export function factsOf(data: unknown): EntryFacts {
  const digests: EntryView['digests'] = []
  const fields: EntryView['fields'] = []
  const used = new Map<string, number>()
  const seen = new Set<string>()
  const unique = (label: string): string => {
    const times = (used.get(label) ?? 0) + 1
    used.set(label, times)
    return times === 1 ? label : `${label} ${String(times)}`
  }
  for (const { path, value } of leavesOf(data, '')) {
    const label = labelOf(path)
    if (TOLD.has(path) || seen.has(`${label} ${value}`)) continue
    seen.add(`${label} ${value}`)
    if (DIGEST.test(value)) digests.push({ name: unique(label), digest: viewDigest(value) })
    else fields.push({ name: unique(label), value })
  }
  return { digests, fields }
}

interface Leaf {
  readonly path: string
  readonly value: string
}

function leavesOf(value: unknown, path: string): Leaf[] {
  if (Array.isArray(value)) return listLeaves(value, path)
  if (typeof value !== 'object' || value === null) return [{ path, value: wordOf(value) }]
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, path === '' ? name : `${path}.${name}`))
}

/** More digests than these are not read one by one. */
const FEW = 4

/** A list of words is one line, of few digests a line each; a list of checks is a line each; anything else is told member by member. */
function listLeaves(list: readonly unknown[], path: string): Leaf[] {
  if (list.every((member) => typeof member !== 'object' || member === null)) {
    if (
      list.length > 0 &&
      list.length <= FEW &&
      list.every((member) => typeof member === 'string' && DIGEST.test(member))
    )
      return list.map((member) => ({ path, value: wordOf(member) }))
    return [{ path, value: list.length === 0 ? 'none' : list.map(wordOf).join(', ') }]
  }
  return list.flatMap((member) => {
    const { name, detail, ok, person, role } = member as Readonly<Record<string, unknown>>
    if (typeof name === 'string' && typeof detail === 'string') {
      return [{ path: name, value: ok === false ? `${detail}: not as it should be` : detail }]
    }
    // a finding of a look at the room
    const { words, severity } = member as Readonly<Record<string, unknown>>
    if (typeof words === 'string')
      return [{ path: typeof severity === 'string' ? `found, ${severity}` : 'found', value: words }]
    if (typeof person === 'string' && typeof role === 'string')
      return [{ path: 'present', value: `${person}, ${role}` }]
    return leavesOf(member, path)
  })
}

/** A value that is no list and no group. */
export function wordOf(value: unknown): string {
  if (value === null || value === '') return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** "statement.items.tbs" is "To be signed"; a name that is no path stays as it is. */
function labelOf(path: string): string {
  const parts = path.split('.')
  const known = WORDS[parts.slice(-2).join('.')]
  if (known !== undefined) return known
  const last = parts.at(-1) ?? path
  const own = parts.slice(0, -1).filter((part) => !GROUPS.has(part))
  if (path.startsWith('CKA_') || path.includes(' ')) return path
  return labelWords([...own.slice(-1), last])
}

/** "token, label": members of the data in words. */
export function labelWords(parts: readonly string[]): string {
  const words = parts
    .map((part) => WORDS[part] ?? part.replace(/[-_]/g, ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`))
    .join(', ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
