// Preloaded with --import: the process kills itself with SIGKILL just before its n-th change of a name on the disk (KILL_AT), or before
// the first one or signal that KILL_ON describes, or writes all of them down (TRACE_TO). The program knows nothing of it. What is
// written into a file before it gets its name is seen by nobody, so names are enough.
import { createRequire, syncBuiltinESMExports } from 'node:module'

const fs = createRequire(import.meta.url)('node:fs')
const { KILL_AT, KILL_ON, TRACE_TO } = process.env
const { openSync, writeSync } = fs
const trace = TRACE_TO === undefined ? null : openSync(TRACE_TO, 'a')
const kill = process.kill.bind(process)
let count = 0

/** @param {string} what @param {unknown} about */
function point(what, about) {
  count += 1
  if (trace !== null) writeSync(trace, `${count} ${what} ${String(about)}\n`)
  const isMeant = KILL_ON !== undefined && new RegExp(KILL_ON).test(`${what} ${String(about)}`)
  if (count === Number(KILL_AT) || isMeant) kill(process.pid, 'SIGKILL')
}

for (const name of ['renameSync', 'symlinkSync', 'linkSync', 'mkdirSync', 'rmSync']) {
  const original = fs[name]
  fs[name] = (/** @type {unknown[]} */ ...args) => {
    point(name, name === 'renameSync' || name === 'symlinkSync' ? args[1] : args[0])
    return original(...args)
  }
}
syncBuiltinESMExports()

process.kill = (pid, signal) => {
  if (signal !== 0) point('signal', signal)
  return kill(pid, signal)
}
