import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { acquireFacilityLock } from '../../../../electron/core/facility/lock.ts'
import { failureOf } from '../../../support/failure.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const scratch = scratchFolders()

describe('the facility lock', () => {
  it('is held once in one process, until it is released', () => {
    const folder = scratch()
    const lock = acquireFacilityLock(folder)
    expect(failureOf(() => acquireFacilityLock(folder))).toBe('facility-in-use')
    // A refused attempt closed a file of the same name: the lock must outlive that.
    expect(failureOf(() => acquireFacilityLock(folder))).toBe('facility-in-use')
    lock.release()
    lock.release()
    acquireFacilityLock(folder).release()
  })

  it('keeps out another process, and ends with it, however it ends', async () => {
    const folder = scratch()
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const holder = await holdElsewhere(folder)
      expect(failureOf(() => acquireFacilityLock(folder))).toBe('facility-in-use')
      await end(holder, signal)
      acquireFacilityLock(folder).release()
    }
  })

  it('keeps another process out when this one holds it', async () => {
    const folder = scratch()
    const lock = acquireFacilityLock(folder)
    expect(failureOf(() => acquireFacilityLock(folder))).toBe('facility-in-use')
    await expect(holdElsewhere(folder)).rejects.toThrow('facility-in-use')
    lock.release()
    await end(await holdElsewhere(folder), 'SIGKILL')
  })

  it('is of one facility', () => {
    const locks = [acquireFacilityLock(scratch()), acquireFacilityLock(scratch())]
    for (const lock of locks) lock.release()
    expect(failureOf(() => acquireFacilityLock(join(scratch(), 'nowhere')))).toBe('facility-not-found')
  })
})

/** A process that holds the lock; rejects with what it wrote to stderr when it cannot. */
async function holdElsewhere(folder: string): Promise<ChildProcess> {
  const script = join(import.meta.dirname, '../../../support/hold-lock.ts')
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
  })
  return new Promise((resolve, reject) => {
    child.stdout.once('data', () => resolve(child))
    child.once('close', () => reject(new Error(said)))
  })
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise((resolve) => {
    child.once('close', resolve)
  })
  child.kill(signal)
  await ended
}
