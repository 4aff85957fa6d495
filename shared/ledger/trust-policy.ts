import { fail } from '../failure.ts'
import { ED25519, ED25519_COSIGNATURE, type KeyType, type NoteKey, parseVkey } from './vkey.ts'

export interface TrustedWitness {
  /** Of the policy file; it says nothing outside of it. */
  readonly name: string
  readonly key: NoteKey
}

interface Group {
  readonly name: string
  readonly threshold: number
  readonly members: readonly string[]
}

/** C2SP tlog-policy: which logs, and whose cosignatures a checkpoint needs, by somebody who got the keys another way. */
export interface TrustPolicy {
  readonly logs: readonly NoteKey[]
  readonly witnesses: readonly TrustedWitness[]
  readonly groups: readonly Group[]
  /** A witness, a group, or null for `none`. */
  readonly quorum: string | null
}

const MAX_LINES = 10_000
const NONE = 'none'

/** Fails with `invalid-request`, with the line. */
export function parseTrustPolicy(text: string): TrustPolicy {
  const reader = new PolicyReader()
  const lines = text.split('\n')
  if (lines.length > MAX_LINES) throw fail('invalid-request', 'A trust policy has at most 10,000 lines.')
  for (const [at, line] of lines.entries()) reader.line(at + 1, line)
  return reader.finish(lines.length)
}

/** Whether these witnesses, by key, are a quorum. */
export function isQuorum(policy: TrustPolicy, cosigned: (key: NoteKey) => boolean): boolean {
  if (policy.quorum === null) return true
  const witnessed = new Set(policy.witnesses.filter(({ key }) => cosigned(key)).map(({ name }) => name))
  for (const { name, threshold, members } of policy.groups) {
    if (members.filter((member) => witnessed.has(member)).length >= threshold) witnessed.add(name)
  }
  return witnessed.has(policy.quorum)
}

/** "2 of a, b, c" for people; what the quorum asks for. */
export function quorumText({ quorum, groups }: TrustPolicy): string {
  if (quorum === null) return 'nobody'
  const group = groups.find(({ name }) => name === quorum)
  return group === undefined ? quorum : `${String(group.threshold)} of ${group.members.join(', ')}`
}

class PolicyReader {
  readonly #logs: NoteKey[] = []
  readonly #witnesses: TrustedWitness[] = []
  readonly #groups: Group[] = []
  readonly #grouped = new Set<string>()
  #quorum: string | null | undefined = undefined
  #at = 0

  line(at: number, text: string): void {
    this.#at = at
    // oxlint-disable-next-line no-control-regex -- the format forbids them
    if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)) throw this.#refuse('it holds a control character')
    const [keyword, ...items] = text.split(/[ \t]+/).filter((item) => item !== '')
    if (keyword === undefined || keyword.startsWith('#')) return
    if (keyword === 'log') this.#log(items)
    else if (keyword === 'witness') this.#witness(items)
    else if (keyword === 'group') this.#group(items)
    else if (keyword === 'quorum') this.#setQuorum(items)
    else throw this.#refuse(`"${keyword.slice(0, 40)}" is none of log, witness, group and quorum`)
  }

  finish(lines: number): TrustPolicy {
    this.#at = lines
    if (this.#quorum === undefined) throw this.#refuse('there is no quorum line')
    return { logs: this.#logs, witnesses: this.#witnesses, groups: this.#groups, quorum: this.#quorum }
  }

  #log(items: readonly string[]): void {
    this.#assertCount(items, 1, 2, 'log <vkey> [<url>]')
    const key = this.#key(items[0] ?? '', ED25519)
    if (this.#logs.some((known) => isSameKey(known, key))) throw this.#refuse('this log is listed already')
    this.#logs.push(key)
  }

  #witness(items: readonly string[]): void {
    this.#assertCount(items, 2, 3, 'witness <name> <vkey> [<url>]')
    const name = this.#newName(items[0] ?? '')
    const key = this.#key(items[1] ?? '', ED25519_COSIGNATURE)
    if (this.#witnesses.some((known) => isSameKey(known.key, key))) throw this.#refuse('another witness has this key')
    this.#witnesses.push({ name, key })
  }

  #group(items: readonly string[]): void {
    const [first = '', count = '', ...members] = items
    if (members.length === 0) throw this.#refuse('it is not: group <name> any|all|<k> <member>...')
    const name = this.#newName(first)
    for (const member of members) {
      if (!this.#isDefined(member)) throw this.#refuse(`"${member}" is not defined on a line before`)
      if (this.#grouped.has(member)) throw this.#refuse(`"${member}" is a member of a group already`)
      this.#grouped.add(member)
    }
    const threshold = count === 'any' ? 1 : count === 'all' ? members.length : Number(count)
    const isCount = count === 'any' || count === 'all' || /^[1-9]\d{0,4}$/.test(count)
    if (!isCount || threshold > members.length)
      throw this.#refuse(`"${count}" is not any, all, or a number from 1 to ${String(members.length)}`)
    this.#groups.push({ name, threshold, members })
  }

  #setQuorum(items: readonly string[]): void {
    this.#assertCount(items, 1, 1, 'quorum <name>')
    const [name = ''] = items
    if (this.#quorum !== undefined) throw this.#refuse('there is a quorum line already')
    if (name !== NONE && !this.#isDefined(name)) throw this.#refuse(`"${name}" is not defined on a line before`)
    this.#quorum = name === NONE ? null : name
  }

  #newName(name: string): string {
    if (name === NONE || this.#isDefined(name)) throw this.#refuse(`the name "${name}" is taken`)
    return name
  }

  #isDefined(name: string): boolean {
    return [...this.#witnesses, ...this.#groups].some((known) => known.name === name)
  }

  #key(vkey: string, type: KeyType): NoteKey {
    let key: NoteKey
    try {
      key = parseVkey(vkey)
    } catch (error) {
      throw this.#refuse(error instanceof Error ? error.message : 'a key cannot be read')
    }
    if (key.type === type) return key
    throw this.#refuse(type === ED25519 ? 'its key is not one of a log' : 'its key is not one for cosignatures')
  }

  #assertCount(items: readonly string[], least: number, most: number, form: string): void {
    if (items.length < least || items.length > most) throw this.#refuse(`it is not: ${form}`)
  }

  #refuse(why: string): Error {
    return fail('invalid-request', `Line ${String(this.#at)} of the trust policy: ${why}.`, {
      remedy: 'The format is C2SP tlog-policy: lines of log, witness, group and quorum.',
      detail: { line: this.#at },
    })
  }
}

/** The same key under another name would count twice. */
function isSameKey(a: NoteKey, b: NoteKey): boolean {
  return a.publicKey.every((byte, at) => byte === b.publicKey[at])
}
