import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesToHex } from '../../shared/bytes.ts'
import { fail } from '../../shared/failure.ts'
import { errorCode, writeFailure } from '../../electron/core/files/disk-failure.ts'
import { hostRandom } from '../../electron/core/random.ts'

/**
 * One writer at a time. The file names the process and when it started, so that what a killed process left is told from one that runs,
 * even when its number was given to another since. `busy` while somebody holds it.
 */
export function takeStateLock(folder: string): { release(): void } {
  const path = join(folder, 'lock')
  const own = `${process.pid} ${startOf(process.pid) ?? 'unknown'}\n`
  for (let attempt = 0; attempt < 5; attempt++) {
    if (create(path, own)) return { release: () => rmSync(path, { force: true }) }
    const holder = read(path)
    if (holder === null) continue
    if (isRunning(holder)) {
      throw fail('busy', `Process ${holder.split(' ')[0] ?? ''} is working with ${folder}.`, {
        remedy: 'Wait until it has ended, then try again.',
      })
    }
    setAside(path, holder)
  }
  throw fail('busy', `Another process took ${path} again and again.`, { remedy: 'Try again.' })
}

/** A link to a file that is whole already: nobody ever sees half a lock. */
function create(path: string, text: string): boolean {
  const partial = `${path}.${bytesToHex(hostRandom(6))}`
  try {
    writeFileSync(partial, text, { flag: 'wx', mode: 0o600 })
    linkSync(partial, path)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw writeFailure(error, `"${path}"`)
  } finally {
    rmSync(partial, { force: true })
  }
}

/** Renaming is done by one of several who try; whoever got a lock that is newer than the one that was looked at puts it back. */
function setAside(path: string, expected: string): void {
  const aside = `${path}.${bytesToHex(hostRandom(6))}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return
    throw writeFailure(error, `"${path}"`)
  }
  if (read(aside) === expected) rmSync(aside, { force: true })
  else renameSync(aside, path)
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

function isRunning(holder: string): boolean {
  const [pid = '', start = ''] = holder.trim().split(' ')
  const number = Number(pid)
  if (!Number.isSafeInteger(number) || number <= 0) return false
  const now = startOf(number)
  if (now !== null) return start === 'unknown' || start === now
  if (start !== 'unknown') return false
  try {
    process.kill(number, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/** Field 22 of /proc/PID/stat: clock ticks since boot. Null where there is no such process (a zombie is none), or no /proc. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? null : (fields[19] ?? null)
  } catch {
    return null
  }
}
