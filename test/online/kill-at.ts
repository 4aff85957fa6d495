// Preloaded with --import: the process kills itself with SIGKILL just before its n-th change of a name on the disk (KILL_AT), or before
// the first one or signal that KILL_ON describes, or writes all of them down (TRACE_TO). The program knows nothing of it. What is
// written into a file before it gets its name is seen by nobody, so names are enough.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const { KILL_AT, KILL_ON, TRACE_TO } = process.env
const { linkSync, mkdirSync, renameSync, rmSync, symlinkSync } = fs
const kill = process.kill.bind(process)
const trace = TRACE_TO === undefined ? null : fs.openSync(TRACE_TO, 'a')
let count = 0

function point(what: string, about: unknown): void {
  count += 1
  const text = `${what} ${String(about)}`
  if (trace !== null) fs.writeSync(trace, `${count} ${text}\n`)
  if (count === Number(KILL_AT) || (KILL_ON !== undefined && new RegExp(KILL_ON).test(text)))
    kill(process.pid, 'SIGKILL')
}

function watched<Args extends readonly unknown[], Result>(
  name: string,
  original: (...args: Args) => Result,
  about: 0 | 1,
): (...args: Args) => Result {
  return (...args) => {
    point(name, args[about])
    return original(...args)
  }
}

Object.assign(fs, {
  renameSync: watched('renameSync', renameSync, 1),
  symlinkSync: watched('symlinkSync', symlinkSync, 1),
  linkSync: watched('linkSync', linkSync, 1),
  mkdirSync: watched('mkdirSync', mkdirSync, 0),
  rmSync: watched('rmSync', rmSync, 0),
})
syncBuiltinESMExports()

process.kill = (pid, signal) => {
  if (signal !== 0) point('signal', signal)
  return kill(pid, signal)
}
