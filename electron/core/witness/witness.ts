import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Hex, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { parseAddCheckpoint } from '../../../shared/ledger/add-checkpoint.ts'
import { type Checkpoint, parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { parseNote } from '../../../shared/ledger/note.ts'
import { decodeUtf8 } from '../../../shared/ledger/utf8.ts'
import { ED25519, type NoteKey, parseVkey } from '../../../shared/ledger/vkey.ts'
import { judgeCheckpoint, type WitnessedLog } from '../../../shared/ledger/witness.ts'
import { acquireFacilityLock } from '../facility/lock.ts'
import { writeFailure } from '../files/disk-failure.ts'
import { readFileCapped, writeNewFile } from '../files/host-files.ts'
import { replaceFile } from '../files/replace-file.ts'
import { createWitnessKey, openWitnessKey, type WitnessKey } from './witness-key.ts'

const LARGEST_NOTE = 1_000_000

export interface Cosigned {
  readonly checkpoint: Checkpoint
  /** The answer of `add-checkpoint`: one signature line with its newline. */
  readonly lines: string
}

/**
 * An independent machine that remembers the last checkpoint of every log it was told of, and cosigns only what
 * continues it (C2SP tlog-witness, by files). Folder: `witness-key.json`, `logs/<sha256 of vkey>.vkey`,
 * `seen/<sha256 of origin>.checkpoint`, `forks/`.
 */
export class Witness {
  readonly #folder: string
  readonly #key: WitnessKey

  private constructor(folder: string, key: WitnessKey) {
    this.#folder = folder
    this.#key = key
  }

  /** Makes the folder and the key. `file-exists` when there is a witness already. */
  static create(folder: string, name: string): Witness {
    try {
      for (const part of ['', 'logs', 'seen', 'forks']) mkdirSync(join(folder, part), { recursive: true })
    } catch (error) {
      throw writeFailure(error, `The folder ${folder}`)
    }
    return new Witness(folder, createWitnessKey(join(folder, 'witness-key.json'), name))
  }

  /** `file-not-found` where there is none. */
  static open(folder: string): Witness {
    return new Witness(folder, openWitnessKey(join(folder, 'witness-key.json')))
  }

  get vkey(): string {
    return this.#key.vkey
  }

  /** Trusts a log by its vkey, which came another way than its checkpoints. Twice changes nothing. */
  trust(vkey: string): NoteKey {
    const key = parseVkey(vkey)
    if (key.type !== ED25519) throw fail('invalid-request', 'This is the key of a cosigner, not of a log.')
    const path = join(this.#folder, 'logs', `${sha256Hex(utf8ToBytes(vkey))}.vkey`)
    if (!existsSync(path)) writeNewFile(path, utf8ToBytes(`${vkey}\n`))
    return key
  }

  logs(): NoteKey[] {
    return readdirSync(join(this.#folder, 'logs'))
      .filter((name) => name.endsWith('.vkey'))
      .map((name) => parseVkey(readText(join(this.#folder, 'logs', name)).trim()))
  }

  /** What it cosigned last of a log; null before the first time. */
  seen(origin: string): WitnessedLog | null {
    const path = this.#seenPath(origin)
    return existsSync(path) ? { note: readText(path) } : null
  }

  /**
   * Judges a request and cosigns it. What is cosigned is on the disk before it is given out. Throws `witness-refused`
   * with `detail.status` (and `expected` where another old size was meant), and `log-forked` with `detail.evidence`, a
   * file with both signed checkpoints.
   */
  cosign(request: string, now: Date): Cosigned {
    const lock = acquireFacilityLock(this.#folder)
    try {
      return this.#judge(request, now)
    } finally {
      lock.release()
    }
  }

  #judge(text: string, now: Date): Cosigned {
    const request = parseAddCheckpoint(text)
    const { origin } = parseCheckpoint(parseNote(request.checkpoint).text)
    const verdict = judgeCheckpoint(request, this.logs(), this.seen(origin))
    if (verdict.status !== 200) {
      if ('fork' in verdict) throw this.#forked(verdict.why, text, verdict.fork.seen, now)
      const expected = 'expected' in verdict ? { expected: verdict.expected } : {}
      throw fail('witness-refused', `Nothing was cosigned: ${verdict.why}.`, {
        remedy: REMEDY[verdict.status],
        detail: { status: verdict.status, ...expected },
      })
    }
    replaceFile(this.#seenPath(origin), utf8ToBytes(request.checkpoint))
    const line = this.#key.cosign(Math.floor(now.getTime() / 1000), verdict.text)
    return { checkpoint: verdict.checkpoint, lines: `${line}\n` }
  }

  /** A log that signs two histories has shown it by its own signatures: both are kept for everybody to see. */
  #forked(why: string, request: string, seen: string, now: Date): Error {
    const at = now.toISOString().replaceAll(':', '')
    const evidence = join(this.#folder, 'forks', `${at}-${sha256Hex(utf8ToBytes(request)).slice(0, 8)}.txt`)
    const text = `What this witness cosigned before:\n\n${seen}\nWhat it was asked to cosign at ${now.toISOString()}:\n\n${request}`
    if (!existsSync(evidence)) writeNewFile(evidence, utf8ToBytes(text))
    return fail('log-forked', `Nothing was cosigned: ${why}.`, {
      remedy: `Keep ${evidence}: both checkpoints are signed by the log. Tell the auditor; compare with paper.`,
      detail: { evidence },
    })
  }

  #seenPath(origin: string): string {
    return join(this.#folder, 'seen', `${sha256Hex(utf8ToBytes(origin))}.checkpoint`)
  }
}

const REMEDY: Readonly<Record<403 | 404 | 409 | 422, string>> = {
  403: 'Look where the file comes from. Only the key that was trusted for this log counts.',
  404: 'Trust the log first, by its vkey from paper: "conclave witness trust".',
  409: 'Make the request again from the size that the witness saw last.',
  422: 'Make the request again; if it is refused again, the log may have been rewritten: tell the auditor.',
}

function readText(path: string): string {
  const text = decodeUtf8(readFileCapped(path, LARGEST_NOTE))
  if (text === null) throw fail('invalid-request', `"${path}" is not text.`)
  return text
}
