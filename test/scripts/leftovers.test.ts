import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { removeLeftovers } from '../../scripts/setup/leftovers.mjs'

describe('Leftovers', () => {
  it('of a process that ended are removed, those of a running one and everything else stay', () => {
    const folder = mkdtempSync(join(tmpdir(), 'conclave-leftovers-'))
    const ended = spawnSync(process.execPath, ['--version']).pid
    for (const name of [`work-${ended}`, `work-${process.pid}`, 'work', 'fallback']) mkdirSync(join(folder, name))
    removeLeftovers(folder, /^work-(\d+)$/)
    expect(readdirSync(folder).toSorted()).toEqual(['fallback', 'work', `work-${process.pid}`].toSorted())
    rmSync(folder, { recursive: true })
  })
})
