import type { HostClockFacts } from '../../../shared/room/clock-check.ts'
import { hostTree, type HostTree, word } from './host-tree.ts'

/** Names as /proc/PID/comm has them, at most 15 bytes. */
const SYNC_SERVICES = new Set([
  'systemd-timesyn',
  'chronyd',
  'ntpd',
  'openntpd',
  'sntp',
  'ptp4l',
  'phc2sys',
  'timemaster',
  'gpsd',
  'VBoxService',
  'vmtoolsd',
])
const RTC = '/sys/class/rtc'

/** What this machine does with its clock. `now`: milliseconds, read just before. */
export function readHostClock(now: number, tree: HostTree = hostTree()): HostClockFacts {
  return {
    timeZone: new Intl.DateTimeFormat('en').resolvedOptions().timeZone,
    offsetMinutes: 0 - new Date(now).getTimezoneOffset(),
    syncServices: readSyncServices(tree),
    rtc: readBatteryClock(now, tree),
  }
}

/**
 * Null where other people's processes are hidden: a container shows only its own, and hidepid hides the first. That
 * nobody is seen proves something only where everybody can be seen.
 */
function readSyncServices(tree: HostTree): string[] | null {
  const pids = (tree.names('/proc') ?? []).filter((name) => /^\d+$/.test(name))
  const running = new Set(
    pids.flatMap((pid) => word(tree, `/proc/${pid}/comm`) ?? []).filter((name) => SYNC_SERVICES.has(name)),
  )
  if (running.size > 0) return [...running].toSorted()
  // process 2 is the kernel's own thread of threads, and is seen only from outside of every container
  return word(tree, '/proc/1/comm') !== null && word(tree, '/proc/2/comm') === 'kthreadd' ? [] : null
}

/** The first battery clock that the kernel has. */
function readBatteryClock(now: number, tree: HostTree): HostClockFacts['rtc'] {
  for (const name of tree.names(RTC) ?? []) {
    const from = `${RTC}/${name}/since_epoch`
    const seconds = Number(word(tree, from) ?? Number.NaN)
    if (Number.isInteger(seconds)) return { aheadSeconds: Math.round(seconds - now / 1000), from }
  }
  return null
}
