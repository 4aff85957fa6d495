import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCommands } from '../../../shared/evidence/readme.ts'
import { type PackageManifest, packageManifest } from '../../../shared/evidence/package.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { goOn } from '../../support/ceremony-run.ts'
import { EVIDENCE_INPUTS, EVIDENCE_STEPS, evidencePlace } from '../../support/evidence-run.ts'
import { inTheRoom } from '../../support/room-run.ts'
import { TestFacility } from '../../support/test-facility.ts'
import { run } from '../core/evidence/fixture.ts'
import { codeOf, conclave, conclaveJson } from './command-line.ts'

let site: TestFacility
let packed: string
let content: string
let archive: string
let logKey: string

beforeAll(async () => {
  site = await TestFacility.found()
  const place = evidencePlace(site.folder)
  const session = await site.open()
  logKey = session.facility.state.founded.logKey
  const opened = await inTheRoom(session, EVIDENCE_STEPS, place.answers, EVIDENCE_INPUTS)
  await goOn(session, opened, null, place.answers)
  await site.closeAll()
  packed = join(place.out, `PRACTICE-evidence-${opened.id}-seal`)
  const manifest: PackageManifest = packageManifest.parse(parseCanonical(readFileSync(join(packed, 'manifest.json'))))
  for (const command of openCommands(manifest)) run(command, packed)
  content = `${packed}-content`
  archive = join(place.out, 'evidence.tar')
}, 120_000)
afterAll(() => site.remove())

describe('evidence verify', { timeout: 60_000 }, () => {
  it('passes for a package, what was opened, and against the log', () => {
    for (const path of [packed, content, archive]) {
      const { code, json } = conclaveJson(['evidence', 'verify', path, '--facility', site.root])
      expect({ path, code, ok: json['ok'] }).toEqual({ path, code: 0, ok: true })
      expect(JSON.stringify(json['checks'])).toMatch(/sealed in run-0001, entry \d+/)
      expect(json['signers']).toEqual(['hanna-voss-1', 'log'])
    }
    const { code, stdout } = conclave([
      'evidence',
      'verify',
      packed,
      '--key',
      logKey,
      join(packed, 'keys', 'hanna-voss-1.pem'),
    ])
    expect(code).toBe(0)
    expect(stdout).toMatch(/PRACTICE: evidence of nothing\): every check passed/)
  })

  it('refuses a changed byte, another key, and a log that does not know it', async () => {
    const copy = join(site.folder, 'copy')
    cpSync(packed, copy, { recursive: true })
    const part = join(copy, 'evidence.tar.001.cms')
    const bytes = readFileSync(part)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(part, bytes)
    expect(codeOf(conclave(['evidence', 'verify', copy]))).toBe('evidence-changed')
    const other = await TestFacility.found()
    const stranger = conclave(['evidence', 'verify', packed, '--facility', other.root])
    await other.remove()
    expect(stranger.code).toBe(1)
    expect(codeOf(stranger)).toBe('evidence-signature-invalid')
    expect(codeOf(conclave(['evidence', 'verify', packed, '--key', join(packed, 'README.txt')]))).toBe(
      'file-type-unknown',
    )
    expect(codeOf(conclave(['evidence', 'verify', part]))).toBe('file-type-unknown')
    expect(codeOf(conclave(['evidence', 'verify', join(site.folder, 'nothing')]))).toBe('file-not-found')
    expect(codeOf(conclave(['evidence', 'verify', join(packed, 'README.txt')]))).toBe('evidence-malformed')
  })
})

describe('evidence show', { timeout: 60_000 }, () => {
  it('says of a package for whom it is, and of an opened one what every item is', () => {
    const sealed = conclave(['evidence', 'show', packed])
    expect(sealed.code).toBe(0)
    expect(sealed.stdout).toMatch(/CN=Court/)
    const opened = conclave(['evidence', 'show', archive])
    expect(opened.code).toBe(0)
    for (const words of ['CUSTODY RECORD', 'issued.csv', 'Hanna Voss', EVIDENCE_INPUTS.authority])
      expect(opened.stdout).toContain(words)
  })
})
