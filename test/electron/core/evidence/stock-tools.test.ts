import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileOf } from '../../../../electron/core/evidence/content.ts'
import { tarChunks, tarSize } from '../../../../electron/core/evidence/tar-stream.ts'
import { ArtifactStore } from '../../../../electron/core/facility/artifacts.ts'
import { writeUstar } from '../../../../electron/core/handoff/ustar.ts'
import { sha256Hex, utf8ToBytes } from '../../../../shared/bytes.ts'
import { printedCommands } from '../../../../shared/evidence/readme.ts'
import {
  cardHand,
  collectFolder,
  ed25519Hand,
  facts,
  failing,
  makeMedium,
  makeRecipient,
  run,
  seal,
} from './fixture.ts'

/** What somebody does years later who has the package, their key, OpenSSL 3.0, coreutils and tar, and nothing of ours. */

const RECIPIENTS = ['rsa', 'P-256', 'P-384', 'P-521'] as const
let folder: string
let packed: string
let store: ArtifactStore
const hands = [
  ed25519Hand('log'),
  ed25519Hand('ada-brandt-1'),
  cardHand('ben-card', 'P-256'),
  cardHand('eva-card', 'P-384'),
]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-evidence-'))
  for (const algorithm of RECIPIENTS) makeRecipient(folder, algorithm, algorithm)
  const pem = RECIPIENTS.map((name) => readFileSync(join(folder, `${name}.pem`), 'utf8')).join('')
  writeFileSync(join(folder, 'recipients.pem'), pem)
  store = new ArtifactStore(join(folder, 'artifacts'))
  const { record } = await collectFolder(store, makeMedium(folder))
  // Small parts, so that there are several, and borders in the middle of everything.
  await seal(folder, store, [record], { hands, partBytes: 40_001 })
  packed = join(folder, 'out', facts.name)
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function becomeRecipient(name: string): void {
  copyFileSync(join(folder, `${name}.pem`), join(folder, 'out', 'recipient.pem'))
  copyFileSync(join(folder, `${name}.key`), join(folder, 'out', 'recipient.key'))
}

describe('the README of a package', () => {
  it.each(RECIPIENTS)('prints commands that check and open it, word for word, for a recipient with %s', (name) => {
    becomeRecipient(name)
    expect(failing(packed)).toEqual([])
    const content = `${packed}-content`
    expect(failing(content)).toEqual([])
    const items = readdirSync(join(content, 'items'))
    expect(items).toContain('0002-certdb.sqlite')
    expect(items).toContain('0003-door_log_vault_.csv')
    expect(readFileSync(join(content, 'items', '0003-door_log_vault_.csv'), 'utf8')).toBe('time;door\n03:12;vault\n')
    const custody = readFileSync(join(content, 'CUSTODY.txt'), 'utf8')
    for (const words of ['door log (vault).csv', 'Ada Brandt', 'incident order 2026-14', 'Europe/Oslo', 'HAND-OVER']) {
      expect(custody).toContain(words)
    }
    rmSync(content, { recursive: true })
  })

  it('opens for nobody else', () => {
    makeRecipient(folder, 'stranger', 'P-384')
    becomeRecipient('stranger')
    const open = printedCommands(readFileSync(join(packed, 'README.txt'), 'utf8')).find((one) =>
      one.startsWith('for part'),
    )
    expect(run(open ?? '', packed).status).not.toBe(0)
  })
})

describe('the archive', () => {
  const files = [
    fileOf('a/b/two', utf8ToBytes('x'.repeat(1025))),
    fileOf('a/one', utf8ToBytes('one')),
    fileOf('zero', new Uint8Array()),
  ]

  it('is the one that the hand-off would write', () => {
    const bytes = Buffer.concat([...tarChunks(files)])
    const whole = writeUstar(files.map(({ path, chunks }) => ({ path, bytes: Buffer.concat([...chunks()]) })))
    expect(sha256Hex(bytes)).toBe(sha256Hex(whole))
    expect(tarSize(files)).toBe(whole.length)
  })
})
