import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Removes work folders, named by their process, that a killed run left behind; not those of a run still at work.
 * @param {string} folder @param {RegExp} pattern its first group is the process id */
export function removeLeftovers(folder, pattern) {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const owner = pattern.exec(name)?.[1]
    if (owner !== undefined && !isRunning(Number(owner))) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
