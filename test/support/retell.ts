import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Statement as Query } from 'better-sqlite3'
import { toInstant } from '../../electron/core/clock.ts'
import { nativeSha256 } from '../../electron/core/ledger/native-sha256.ts'
import type { LogSigner } from '../../electron/core/ledger/signer.ts'
import { unlockCredential, type UnlockedCredential } from '../../electron/core/people/credential-file.ts'
import { PRACTICE_CAST } from '../../electron/core/practice/cast.ts'
import { bytesToHex, utf8ToBytes } from '../../shared/bytes.ts'
import { canonicalJson } from '../../shared/ledger/canonical-json.ts'
import { formatCheckpoint } from '../../shared/ledger/checkpoint.ts'
import type { Envelope } from '../../shared/ledger/envelope.ts'
import { type CompactRange, leafHash } from '../../shared/ledger/merkle.ts'
import { signNote } from '../../shared/ledger/note.ts'
import { type Statement, statementBytes } from '../../shared/procedure/approval.ts'

/** A run to be told again, with the sizes at which the log was checkpointed, and the keys of who signed in it. */
export interface Part {
  readonly template: readonly Envelope[]
  readonly checkpoints: ReadonlySet<number>
  readonly hands: ReadonlyMap<string, UnlockedCredential>
}

export interface Log {
  readonly tree: CompactRange
  prev: string
  readonly signer: LogSigner
  readonly inserts: Readonly<Record<'entry' | 'node' | 'checkpoint', Query>>
}

interface Scene {
  readonly run: string
  /** Milliseconds. */
  readonly later: number
}

const prepared = new WeakMap<Envelope, readonly string[]>()
const RUN = '\u0001run\u0001'
const TIME = '\u0001time\u0001'
const PREV = '\u0001prev\u0001'
const INDEX = 987_654_321_987

/** Appends the run again under another name, later, with signatures of its own. Canonical JSON is made once for each entry that nobody signed. */
export function retell(part: Part, log: Log, scene: Scene): void {
  const shift = log.tree.size - (part.template[0]?.index ?? 0)
  let closing: { size: number; root: string } | null = null
  for (const envelope of part.template) {
    const index = log.tree.size
    const at = toInstant(Date.parse(envelope.time) + scene.later)
    const text = isSigned(envelope)
      ? canonicalJson({
          ...envelope,
          run: envelope.run === null ? null : scene.run,
          time: at,
          index,
          prev: log.prev,
          data: again(envelope, scene, part.hands, closing),
        })
      : filled(envelope, shift, { run: scene.run, time: at, prev: log.prev, index: String(index) })
    const bytes = utf8ToBytes(text)
    const leaf = leafHash(bytes, nativeSha256)
    log.inserts.entry.run(index, bytes, leaf)
    for (const node of log.tree.append(leaf)) log.inserts.node.run(node.level, node.index, node.hash)
    log.prev = bytesToHex(leaf)
    if (!part.checkpoints.has(envelope.index + 1)) continue
    const [size, root] = [log.tree.size, log.tree.root()]
    log.inserts.checkpoint.run(size, signNote(formatCheckpoint({ origin: log.signer.name, size, root }), log.signer))
    closing = { size, root: bytesToHex(root) }
  }
}

function isSigned({ data, kind }: Envelope): boolean {
  return JSON.stringify(data).includes('"signature"') || data['kind'] === 'sign-off' || kind === 'step-intended'
}

function filled(
  envelope: Envelope,
  shift: number,
  values: Readonly<Record<'run' | 'time' | 'prev' | 'index', string>>,
): string {
  let parts = prepared.get(envelope)
  if (parts === undefined) {
    if (typeof envelope.data['intent'] === 'number')
      throw new Error(`entry ${String(envelope.index + shift)} has an intent`)
    const run = envelope.run === null ? null : RUN
    const data = renamed(envelope.data, envelope.run, RUN)
    parts = canonicalJson({ ...envelope, data, run, time: TIME, prev: PREV, index: INDEX }).split(MARKS)
    prepared.set(envelope, parts)
  }
  return parts.map((piece, place) => (place % 2 === 0 ? piece : values[NAMES[piece] ?? 'run'])).join('')
}

const MARKS = new RegExp(
  `(${[RUN, TIME, PREV].map((mark) => JSON.stringify(mark).slice(1, -1).replaceAll('\\', '\\\\')).join('|')}|${String(INDEX)})`,
)
const NAMES: Readonly<Record<string, 'run' | 'time' | 'prev' | 'index'>> = {
  [JSON.stringify(RUN).slice(1, -1)]: 'run',
  [JSON.stringify(TIME).slice(1, -1)]: 'time',
  [JSON.stringify(PREV).slice(1, -1)]: 'prev',
  [String(INDEX)]: 'index',
}

function again(
  { data, run }: Envelope,
  scene: Scene,
  hands: Part['hands'],
  closing: { size: number; root: string } | null,
): unknown {
  const copy = { ...(renamed(data, run, scene.run) as Record<string, unknown>) }
  if (copy['kind'] === 'sign-off' && closing !== null)
    copy['output'] = { ...(copy['output'] as object), checkpoint: closing }
  const statement = copy['statement'] as (Statement & { checkpoint?: unknown }) | undefined
  if (typeof statement !== 'object' || typeof copy['signature'] !== 'string') return copy
  const renewed = {
    ...statement,
    time: toInstant(Date.parse(statement.time) + scene.later),
    ...(statement.checkpoint === undefined || closing === null ? {} : { checkpoint: closing }),
  } as Statement
  const signature = hands.get(renewed.credential)?.sign(statementBytes(renewed))
  if (signature === undefined) throw new Error(`nobody has the credential ${renewed.credential}`)
  return { ...copy, statement: renewed, signature: bytesToHex(signature) }
}

function renamed(value: unknown, from: string | null, to: string): unknown {
  if (typeof value === 'string') return value === from ? to : value
  if (Array.isArray(value)) return value.map((item) => renamed(item, from, to))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, renamed(member, from, to)]))
}

/** By credential: everybody of the practice cast. */
export async function unlockAll(root: string): Promise<Map<string, UnlockedCredential>> {
  const people = join(root, 'people')
  const hands = new Map<string, UnlockedCredential>()
  for (const name of readdirSync(people)) {
    const bytes = readFileSync(join(people, name))
    const file = JSON.parse(bytes.toString()) as { person: string; credential: string; publicKey: string }
    const passphrase = utf8ToBytes(PRACTICE_CAST.find(({ id }) => id === file.person)?.passphrase ?? '')
    const expected = { publicKey: file.publicKey } as Parameters<typeof unlockCredential>[1]
    hands.set(file.credential, await unlockCredential(bytes, expected, passphrase))
  }
  return hands
}
