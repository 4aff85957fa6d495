/**
 * Takes docs/screens/*.png anew: every screen at both sizes in both themes, from real facilities on SoftHSM.
 * Slow (some minutes), so it is no part of `npm test`; run it with `npm run screens`, or for some parts only,
 * into another folder, with `npm run screens -- --out /tmp/pictures founding rehearsal`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { takeAuditor } from './take-auditor.ts'
import { takeFounding } from './take-founding.ts'
import { takeIncidents } from './take-incidents.ts'
import { takePractice } from './take-practice.ts'
import { takeRehearsal } from './take-rehearsal.ts'
import { takeReissue } from './take-reissue.ts'
import { takeTransfers } from './take-transfers.ts'

const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true })
const pictures = values.out ?? join(import.meta.dirname, '..', '..', 'docs', 'screens')
const folder = mkdtempSync(join(tmpdir(), 'conclave-screens-'))
const parts: Readonly<Record<string, () => Promise<void>>> = {
  auditor: () => takeAuditor(folder, pictures),
  founding: () => takeFounding(folder, pictures),
  rehearsal: () => takeRehearsal(pictures),
  practice: () => takePractice(folder, pictures),
  incidents: () => takeIncidents(folder, pictures),
  reissue: () => takeReissue(pictures),
  transfers: () => takeTransfers(pictures),
}

try {
  for (const [name, take] of Object.entries(parts)) {
    if (positionals.length === 0 || positionals.includes(name)) await take()
  }
} finally {
  rmSync(folder, { recursive: true })
}
