import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openInventory } from '../../../../electron/core/inventory/open-inventory.ts'
import { writeFleet } from '../../../support/fleet-certificates.ts'
import { importInto } from '../../../support/inventory-import.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const scratch = scratchFolders()

describe('An import that was stopped', () => {
  it('stops where it is asked to and goes on to the same inventory', async () => {
    const folder = scratch()
    const file = join(folder, 'fleet.der')
    writeFleet(file, 20_000)
    const whole = await importInto(folder, [file], { out: join(folder, 'whole.db') })
    const stop = new AbortController()
    const stopped = importInto(folder, [file], {
      signal: stop.signal,
      progress: ({ rows }) => {
        if (rows > 5000) stop.abort()
      },
    })
    expect(await rejectionOf(stopped)).toMatchObject({ code: 'cancelled' })
    expect(() => openInventory(join(folder, 'inventory.db'))).toThrow('inventory-incomplete')
    let first = 0
    const resumed = await importInto(folder, [file], {
      resume: true,
      progress: ({ rows }) => {
        first ||= rows
      },
    })
    expect(first).toBeGreaterThan(5000)
    expect(resumed).toEqual(whole)
    expect(await rejectionOf(importInto(folder, [file], { resume: true }))).toMatchObject({
      code: 'inventory-complete',
    })
    expect(await rejectionOf(importInto(folder, [file]))).toMatchObject({ code: 'file-exists' })
  })

  it('does not go on with a file that was changed, or with another one', async () => {
    const folder = scratch()
    const file = join(folder, 'fleet.der')
    writeFleet(file, 10_000)
    const stop = new AbortController()
    stop.abort()
    expect(await rejectionOf(importInto(folder, [file], { signal: stop.signal }))).toMatchObject({ code: 'cancelled' })
    const bytes = readFileSync(file)
    bytes[100] = (bytes[100] ?? 0) ^ 1
    writeFileSync(file, bytes)
    expect(await rejectionOf(importInto(folder, [file], { resume: true }))).toMatchObject({
      code: 'inventory-source-changed',
    })
    writeFleet(file, 10_001)
    expect(await rejectionOf(importInto(folder, [file], { resume: true }))).toMatchObject({
      code: 'inventory-source-changed',
    })
  })

  it('finds a changed block', async () => {
    const folder = scratch()
    const path = join(folder, 'inventory.db')
    writeFleet(join(folder, 'fleet.der'), 10_000)
    await importInto(folder, [join(folder, 'fleet.der')])
    const bytes = readFileSync(path)
    let changed = 0
    for (let at = bytes.indexOf('svc-00.eu-west'); at !== -1; at = bytes.indexOf('svc-00.eu-west', at)) {
      bytes.write('svc-99', at)
      changed++
    }
    expect(changed).toBeGreaterThan(0)
    writeFileSync(path, bytes)
    const inventory = openInventory(path)
    expect(() => {
      inventory.verify()
    }).toThrow('inventory-damaged')
    inventory.close()
  })

  it('says what is not there', async () => {
    const folder = scratch()
    expect(await rejectionOf(importInto(folder, [join(folder, 'none')]))).toMatchObject({ code: 'file-not-found' })
    mkdirSync(join(folder, 'empty'))
    expect(await rejectionOf(importInto(folder, [join(folder, 'empty')]))).toMatchObject({ code: 'inventory-empty' })
    writeFileSync(join(folder, 'x.db'), 'no index')
    expect(() => openInventory(join(folder, 'x.db'))).toThrow('inventory-damaged')
  })
})
