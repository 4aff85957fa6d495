import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ed25519Verifier, openNote, signNote } from '../../../../shared/ledger/note.ts'
import { parseVkey } from '../../../../shared/ledger/vkey.ts'
import { createLogKey, openLogKey } from '../../../../electron/core/ledger/signer.ts'
import { failureOf } from '../../../support/failure.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const scratch = scratchFolders()
const newPath = () => join(scratch(), 'log-key.json')

describe('the log key', () => {
  it('signs notes that its vkey verifies, before and after it is opened again', () => {
    const path = newPath()
    const created = createLogKey(path, 'conclave.example/log')
    const opened = openLogKey(path)
    expect(opened.vkey).toBe(created.vkey)
    for (const signer of [created, opened]) {
      const note = signNote('a text\n', signer)
      expect(openNote(note, [ed25519Verifier(parseVkey(created.vkey))]).verified).toHaveLength(1)
    }
  })

  it('is for the eyes of its owner, another one each time, and made once', () => {
    const path = newPath()
    const first = createLogKey(path, 'conclave.example/log')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(createLogKey(newPath(), 'conclave.example/log').vkey).not.toBe(first.vkey)
    const before = readFileSync(path)
    expect(failureOf(() => createLogKey(path, 'conclave.example/log'))).toBe('file-exists')
    expect(readFileSync(path)).toEqual(before)
  })

  it('refuses a name that no note can carry', () => {
    expect(failureOf(() => createLogKey(newPath(), 'two words'))).toBe('invalid-request')
  })

  it('is not opened when anything about its file is wrong', () => {
    const path = newPath()
    expect(failureOf(() => openLogKey(path))).toBe('file-not-found')
    createLogKey(path, 'conclave.example/log')
    const text = readFileSync(path, 'utf8')
    const file = JSON.parse(text) as { vkey: string; seed: string }
    const otherPath = newPath()
    createLogKey(otherPath, 'conclave.example/log')
    const other = JSON.parse(readFileSync(otherPath, 'utf8')) as { vkey: string; seed: string }
    const damaged = [
      text.slice(0, -10),
      '',
      JSON.stringify({ ...file, vkey: other.vkey }),
      JSON.stringify({ ...file, seed: file.seed.slice(4) }),
      JSON.stringify({ ...file, vkey: file.vkey.replace('log', 'lag') }),
      JSON.stringify({ ...file, note: 'x' }),
    ]
    for (const content of damaged) {
      writeFileSync(path, content)
      expect(failureOf(() => openLogKey(path))).toBe('credential-damaged')
    }
    writeFileSync(path, text)
    expect(openLogKey(path).vkey).toBe(file.vkey)
  })
})
