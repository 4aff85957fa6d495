import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { combineShares } from '../../../../electron/core/custody/combine.ts'
import { openShare, sealShare, shareFileHeader } from '../../../../electron/core/custody/share-file.ts'
import { readShareFile, shareFilePath, writeShareFile } from '../../../../electron/core/custody/share-store.ts'
import { splitSecret } from '../../../../electron/core/custody/split.ts'
import { facilityLayout } from '../../../../electron/core/facility/layout.ts'
import { createCredential, unlockCredential } from '../../../../electron/core/people/credential-file.ts'
import { bytesToHex, utf8ToBytes } from '../../../../shared/bytes.ts'
import { failureOf } from '../../../support/failure.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const CHEAP = { memoryKiB: 8_192, passes: 1, lanes: 1 }
const ORIGIN = 'vault.example/log'
const PIN = utf8ToBytes('0123456789')
const scratch = scratchFolders()

async function keyFileOf(person: string) {
  const words = utf8ToBytes(`glacier ribbon anvil ${person}`)
  const { credential, file } = await createCredential(person, `${person}-1`, words, CHEAP)
  return unlockCredential(file, credential, words)
}

const ada = await keyFileOf('ada')
const ben = await keyFileOf('ben')
const custodians = ['ada', 'ben'].map((person) => ({ person, kind: 'sealed' as const }))
const { set, shares } = await splitSecret(PIN, 2, custodians, 'root-hsm')
const [shareOfAda, shareOfBen] = shares
if (shareOfAda === undefined || shareOfBen === undefined) throw new Error('two shares were asked for')
const fileOfAda = sealShare(ORIGIN, 'root-hsm', shareOfAda, ada)
const fileOfBen = sealShare(ORIGIN, 'root-hsm', shareOfBen, ben)
const expected = { origin: ORIGIN, set, person: 'ada' }

describe('A sealed share', () => {
  it('opens with the key file of its custodian, from the disk too', async () => {
    const layout = facilityLayout(scratch())
    const folder = scratch()
    mkdirSync(join(layout.root, 'people'))
    for (const path of [shareFilePath(layout, 'ada', set.id), shareFilePath(layout, 'ada', set.id, folder)]) {
      writeShareFile(path, fileOfAda)
      expect(statSync(path).mode & 0o777).toBe(0o600)
      expect(failureOf(() => writeShareFile(path, fileOfBen))).toBe('file-exists')
      const given = [
        openShare(readShareFile(path), expected, ada),
        openShare(fileOfBen, { ...expected, person: 'ben' }, ben),
      ]
      expect(await combineShares(set, given)).toEqual(PIN)
    }
  })

  it('says whose it is, and not a digit of what it is', () => {
    const header = shareFileHeader(fileOfAda)
    expect(header).toEqual({
      format: 'conclave-share/v1',
      origin: ORIGIN,
      set: set.id,
      token: 'root-hsm',
      person: 'ada',
      publicKey: ada.publicKey,
    })
    expect(Buffer.from(fileOfAda).toString()).not.toContain(bytesToHex(shareOfAda.share).slice(0, 8))
  })

  it('is told from the share of another set, facility, token, person or key file', async () => {
    const other = (await splitSecret(PIN, 2, custodians, 'root-hsm')).set
    const code = (more: Partial<typeof expected>, credential = ada, file = fileOfAda) =>
      failureOf(() => openShare(file, { ...expected, ...more }, credential))
    expect(code({ set: other })).toBe('share-of-other-set')
    expect(code({ set: { ...set, token: 'backup-hsm' } })).toBe('share-of-other-set')
    expect(code({ origin: 'other.example/log' })).toBe('share-of-other-set')
    expect(code({}, ada, fileOfBen)).toBe('share-wrong')
    expect(code({}, ben)).toBe('share-damaged')
  })

  it('does not open when one bit of it was changed, wherever', () => {
    const text = Buffer.from(fileOfAda).toString()
    const fields: readonly (readonly [string, string])[] = ['nonce', 'text', 'tag'].map((name) => {
      const value = new RegExp(`"${name}": "([0-9a-f]+)"`).exec(text)?.[1] ?? ''
      return [value, `${value.startsWith('0') ? '1' : '0'}${value.slice(1)}`]
    })
    for (const [value, changed] of fields) {
      expect(failureOf(() => openShare(utf8ToBytes(text.replace(value, changed)), expected, ada))).toBe('share-damaged')
    }
    // A header that was changed and is expected: the key and the authenticated data are others.
    for (const [from, to] of [
      [ORIGIN, 'evil.example/log'],
      [set.id, '00'.repeat(16)],
      ['"person": "ada"', '"person": "eve"'],
      ['root-hsm', 'backup-hsm'],
    ] as const) {
      const forged = utf8ToBytes(text.replace(from, to))
      const { origin, set: id, token, person } = shareFileHeader(forged)
      const believing = { origin, person, set: { ...set, id, token } }
      expect(failureOf(() => openShare(forged, believing, ada))).toBe('share-damaged')
    }
  })

  it.each([
    ['nothing', ''],
    ['no JSON', 'share'],
    ['half of it', Buffer.from(fileOfAda).toString().slice(0, 200)],
    ['a field more', Buffer.from(fileOfAda).toString().replace('{', '{"note": "x",')],
    ['a later version', Buffer.from(fileOfAda).toString().replace('share/v1', 'share/v2')],
    [
      'a share that is too short',
      Buffer.from(fileOfAda)
        .toString()
        .replace(/("text": ")../, '$1'),
    ],
  ])('is no file of %s', (_what, text) => {
    expect(failureOf(() => openShare(utf8ToBytes(text), expected, ada))).toBe('share-damaged')
  })

  it('is read from a file of a size that it can have', () => {
    const path = join(scratch(), 'share')
    writeFileSync(path, new Uint8Array(20_000))
    expect(failureOf(() => readShareFile(path))).toBe('file-too-large')
    writeFileSync(`${path}.json`, fileOfAda)
    expect(readShareFile(`${path}.json`)).toEqual(new Uint8Array(readFileSync(`${path}.json`)))
  })

  it('has no key after its credential was wiped', async () => {
    const gone = await keyFileOf('ada')
    gone.wipe()
    expect(failureOf(() => sealShare(ORIGIN, 'root-hsm', shareOfAda, gone))).toBe('internal')
  })
})
