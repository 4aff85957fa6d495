import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { artifactAt, asOf, edited, filed, flipByte, type Manipulation, underAnotherKey } from './manipulation.ts'

type Db = Database.Database

const flip = (index: number, at: number) => (database: Db) => {
  const bytes = database.prepare('SELECT bytes FROM entries WHERE idx = ?').pluck().get(index) as Buffer
  bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ 1
  database.prepare('UPDATE entries SET bytes = ? WHERE idx = ?').run(bytes, index)
}

const swap = (first: number, second: number) => (database: Db) => {
  const move = database.prepare('UPDATE entries SET idx = ? WHERE idx = ?')
  move.run(1_000_000, first)
  move.run(first, second)
  move.run(second, 1_000_000)
}

const last = (database: Db): number => database.prepare('SELECT max(idx) FROM entries').pluck().get() as number

const remove = (index: (database: Db) => number) => (database: Db) => {
  database.prepare('DELETE FROM entries WHERE idx = ?').run(index(database))
}

const cut = (size: number, withCheckpoints: boolean) => (database: Db) => {
  if (withCheckpoints) {
    database.prepare('DELETE FROM cosignatures WHERE size > ?').run(size)
    database.prepare('DELETE FROM checkpoints WHERE size > ?').run(size)
  }
  database.prepare('DELETE FROM entries WHERE idx >= ?').run(size)
}

const note = (change: (text: string) => string) => (database: Db) => {
  const { size, text } = database
    .prepare('SELECT size, note AS text FROM checkpoints ORDER BY size DESC LIMIT 1')
    .get() as { size: number; text: string }
  const changed = change(text)
  if (changed === text) throw new Error('the checkpoint was not changed')
  database.prepare('UPDATE checkpoints SET note = ? WHERE size = ?').run(changed, size)
}

const cosignature = (change: (line: string) => string) => (database: Db) => {
  const { id, line } = database.prepare('SELECT id, line FROM cosignatures LIMIT 1').get() as {
    id: number
    line: string
  }
  database.prepare('UPDATE cosignatures SET line = ? WHERE id = ?').run(change(line), id)
}

/** Another byte inside the signature, still base64. */
const otherSignature = (line: string): string =>
  line.replace(/ ([A-Za-z0-9+/=]+)$/, (_, encoded: string) => {
    const bytes = Buffer.from(encoded, 'base64')
    bytes[30] = (bytes[30] ?? 0) ^ 1
    return ` ${bytes.toString('base64')}`
  })

/** What needs no key: the folder and an editor. */
export const BYTES_AND_FILES: readonly Manipulation[] = [
  edited('a bit of the first entry', flip(0, 40)),
  edited('a bit of an entry in the middle', flip(70, 200)),
  edited('the last bit of an entry', flip(33, -1 + 100_000)),
  edited('a bit of the last entry', (database) => flip(last(database), 60)(database)),
  edited(
    'the first entry removed',
    remove(() => 0),
  ),
  edited(
    'an entry in the middle removed',
    remove(() => 71),
  ),
  edited('the last entry removed', remove(last)),
  edited('two neighbours exchanged', swap(35, 36)),
  edited('two distant entries exchanged', swap(3, 120)),
  edited('an entry written twice, over another', (database) => {
    database.prepare('UPDATE entries SET bytes = (SELECT bytes FROM entries WHERE idx = 40) WHERE idx = 41').run()
  }),
  edited('the tail cut behind its checkpoint', cut(130, false)),
  edited('the tail cut with its checkpoints', cut(80, true), 'paper'),
  { name: 'an older facility in place of this one', base: 'practice', trust: 'paper', change: asOf(90) },
  edited('a stored leaf hash exchanged', (database) => {
    database.prepare('UPDATE entries SET leaf = zeroblob(32) WHERE idx = 50').run()
  }),
  edited('every checkpoint removed', (database) => {
    database.exec('DELETE FROM cosignatures; DELETE FROM checkpoints')
  }),
  edited(
    'a checkpoint with another root',
    note((text) => text.replace(/\n([A-Za-z0-9+/]{43}=)\n/, `\n${'A'.repeat(43)}=\n`)),
  ),
  edited(
    'a checkpoint with another size',
    note((text) => text.replace(/\n\d+\n/, '\n131\n')),
  ),
  edited(
    'a checkpoint of another log',
    note((text) => text.replace(/^[^\n]+/, 'another.example/log')),
  ),
  edited(
    'a checkpoint with another signature',
    note((text) => `${otherSignature(text.trimEnd())}\n`),
  ),
  edited(
    'a checkpoint that is no note',
    note(() => 'nothing\n'),
  ),
  edited('a forged cosignature', cosignature(otherSignature)),
  edited(
    'a cosignature at another time',
    cosignature((line) =>
      line.replace(/ ([A-Za-z0-9+/=]+)$/, (_, encoded: string) => {
        const bytes = Buffer.from(encoded, 'base64')
        bytes[11] = (bytes[11] ?? 0) ^ 1
        return ` ${bytes.toString('base64')}`
      }),
    ),
  ),
  edited('a cosignature moved to another checkpoint', (database) => {
    const sizes = database.prepare('SELECT size FROM checkpoints ORDER BY size').pluck().all() as number[]
    const taken = database.prepare('SELECT size FROM cosignatures LIMIT 1').pluck().get() as number
    database.prepare('UPDATE cosignatures SET size = ? WHERE size = ?').run(
      sizes.find((size) => size !== taken),
      taken,
    )
  }),
  edited('an entry of more than 65,535 bytes', (database) => {
    database.pragma('ignore_check_constraints = ON')
    database.prepare('UPDATE entries SET bytes = zeroblob(70000) WHERE idx = 60').run()
  }),
  filed('a file missing', (artifacts) => rmSync(artifactAt(artifacts, 5))),
  filed('a bit of a file', (artifacts) => flipByte(artifactAt(artifacts, 8), 17)),
  filed('a file cut short', (artifacts) => {
    const path = artifactAt(artifacts, 11)
    writeFileSync(path, readFileSync(path).subarray(0, -1))
  }),
  filed('two files exchanged', (artifacts) => {
    const [one, other] = [artifactAt(artifacts, 2), artifactAt(artifacts, 3)]
    const kept = readFileSync(one)
    writeFileSync(one, readFileSync(other))
    writeFileSync(other, kept)
  }),
  {
    name: 'the whole tree anew with another log key, by policy',
    base: 'practice',
    trust: 'policy',
    change: underAnotherKey,
  },
  {
    name: 'the whole tree anew with another log key, by paper',
    base: 'practice',
    trust: 'paper',
    change: underAnotherKey,
  },
]
