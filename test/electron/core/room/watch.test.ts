import { describe, expect, it, vi } from 'vitest'
import { readAirGap } from '../../../../electron/core/room/air-gap.ts'
import { RoomWatch } from '../../../../electron/core/room/watch.ts'
import { airGapCell } from '../../../../electron/core/views/air-gap-cell.ts'
import type { AirGap, RoomChange } from '../../../../shared/room/air-gap.ts'
import { recordedTree } from '../../../support/recorded-tree.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const scratch = scratchFolders()
const readTree = (name: string) => readAirGap({ tree: recordedTree(name, scratch()), addresses: new Map() })
const brief = (changes: readonly RoomChange[]): string[] =>
  changes.map(({ change, finding }) => `${change} ${finding.area} ${finding.name}`)

describe('RoomWatch', () => {
  it('says what was attached, switched and detached, and nothing while nothing changes', () => {
    const [bare, sticks, docked] = [readTree('bare'), readTree('sticks'), readTree('docked')]
    let now = bare
    const heard: string[][] = []
    const watch = new RoomWatch(() => now)
    const end = watch.onChange((changes) => heard.push(brief(changes)))
    watch.look()
    expect(heard).toEqual([])
    now = sticks
    watch.look()
    watch.look()
    const media = ['sdb', 'sdc', 'sdd', 'sde', 'sdf', 'sr0'].map((name) => `media ${name}`)
    expect(heard).toEqual([media.map((medium) => `appeared ${medium}`)])
    now = docked
    expect(watch.look()).toBe(docked)
    expect(heard[1]).toEqual(expect.arrayContaining(['gone media sdb', 'changed interface enp0s31f6']))
    end()
    now = bare
    watch.look()
    expect(heard).toHaveLength(2)
    expect(watch.current).toBe(bare)
  })

  it('looks by itself from start to stop', () => {
    vi.useFakeTimers()
    try {
      const read = vi.fn<() => AirGap>(() => readTree('bare'))
      const watch = new RoomWatch(read, 1000)
      watch.start()
      watch.start()
      vi.advanceTimersByTime(3000)
      expect(read).toHaveBeenCalledTimes(4)
      watch.stop()
      vi.advanceTimersByTime(5000)
      expect(read).toHaveBeenCalledTimes(4)
    } finally {
      vi.useRealTimers()
    }
  })

  it('is cheap enough to look every few seconds', () => {
    const start = process.cpuUsage()
    for (let count = 0; count < 20; count++) readAirGap()
    // Of its own time, in microseconds: what else this machine does is not its cost.
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 20).toBeLessThan(50_000)
  })
})

describe('the air-gap cell', () => {
  it.each([
    ['bare', false, 'ok'],
    ['laptop-wifi-off', false, 'attention'],
    ['docked', false, 'danger'],
    ['container', false, 'unknown'],
    ['nothing', false, 'unknown'],
    ['docked', true, 'off'],
  ] as const)('%s, practice %s: %s', (name, practice, tone) => {
    expect(airGapCell(readTree(name), practice).tone).toBe(tone)
  })

  it('carries the worst first', () => {
    const { evidence } = airGapCell(readTree('docked'), false)
    expect(evidence[1]).toBe('enp0s31f6 has a link.')
  })
})
