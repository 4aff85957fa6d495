import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hostTree, type HostTree } from '../../../../electron/core/room/host-tree.ts'
import { readHostClock } from '../../../../electron/core/room/read-clock.ts'
import { hostClockFacts } from '../../../../shared/room/clock-check.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const scratch = scratchFolders()
const NOW = Date.parse('2026-11-25T12:00:00.400Z')

function tree(files: Record<string, string>): HostTree {
  const folder = scratch()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), `${text}\n`)
  }
  return hostTree(folder)
}
const MACHINE = { '/proc/1/comm': 'systemd', '/proc/2/comm': 'kthreadd', '/proc/77/comm': 'bash' }

describe('readHostClock', () => {
  it('names the programs that may set the clock', () => {
    expect(readHostClock(NOW, tree(MACHINE)).syncServices).toEqual([])
    const running = {
      ...MACHINE,
      '/proc/300/comm': 'systemd-timesyn',
      '/proc/301/comm': 'chronyd',
      '/proc/302/comm': 'chronyd',
    }
    expect(readHostClock(NOW, tree(running)).syncServices).toEqual(['chronyd', 'systemd-timesyn'])
  })

  it('does not know where other processes cannot be seen', () => {
    expect(readHostClock(NOW, tree({})).syncServices).toBe(null)
    expect(readHostClock(NOW, tree({ '/proc/1/comm': 'node', '/proc/20/comm': 'sh' })).syncServices).toBe(null)
    expect(readHostClock(NOW, tree({ '/proc/1/comm': 'chronyd' })).syncServices).toEqual(['chronyd'])
  })

  it('compares the battery clock with the system clock', () => {
    const seconds = String(Math.floor(NOW / 1000) + 3600)
    expect(readHostClock(NOW, tree({ '/sys/class/rtc/rtc0/since_epoch': seconds })).rtc).toEqual({
      aheadSeconds: 3600,
      from: '/sys/class/rtc/rtc0/since_epoch',
    })
    expect(readHostClock(NOW, tree({ '/sys/class/rtc/rtc0/since_epoch': '' })).rtc).toBe(null)
    expect(readHostClock(NOW, tree({})).rtc).toBe(null)
  })

  it('reads this machine', () => {
    const facts = readHostClock(Date.now())
    expect(hostClockFacts.parse(facts)).toEqual(facts)
    expect(facts.timeZone).not.toBe('')
  })
})
