import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { cache, root } from './project.mjs'
import { duration, Stop } from './say.mjs'

const LINES_SHOWN = 40
const STILL_RUNNING_EVERY = 60_000

/**
 * @typedef {object} Step
 * @property {string} log name of the file under .cache/logs
 * @property {string} what said while it runs, e.g. "building"
 * @property {string} command
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} env
 * @property {string} [cwd]
 * @property {AbortSignal} [signal]
 */

/** Runs a program with its output in a log file. Resolves with its exit code; says so once a minute when it takes long.
 * @param {import('./say.mjs').Say} say @param {Step} step @returns {Promise<{ code: number, log: string, took: number }>} */
export async function runLogged(say, step) {
  const logs = join(cache, 'logs')
  mkdirSync(logs, { recursive: true })
  const log = join(logs, `${step.log}.log`)
  const file = createWriteStream(log)
  const started = Date.now()
  const still = setInterval(() => say(`  still ${step.what} (${duration(Date.now() - started)})`), STILL_RUNNING_EVERY)
  const code = await new Promise((resolve) => {
    const child = spawn(step.command, step.args, {
      cwd: step.cwd ?? root,
      env: step.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(step.signal === undefined ? {} : { signal: step.signal, killSignal: 'SIGKILL' }),
    })
    child.stdout.on('data', (chunk) => file.write(chunk))
    child.stderr.on('data', (chunk) => file.write(chunk))
    child.on('error', (error) => {
      file.write(`${error.message}\n`)
      if (child.pid === undefined) resolve(127)
    })
    child.on('close', (exitCode) => resolve(exitCode ?? 1))
  })
  clearInterval(still)
  await new Promise((resolve) => file.end(() => resolve(undefined)))
  return { code, log, took: Date.now() - started }
}

/** The same, but a failure shows the end of the log and stops. @param {import('./say.mjs').Say} say @param {Step} step */
export async function runOrStop(say, step) {
  const result = await runLogged(say, step)
  if (result.code === 0) return result
  showEnd(say, result.log)
  throw new Stop(`${step.what} failed (exit code ${result.code}). The whole output is in ${relative(root, result.log)}`)
}

/** @param {import('./say.mjs').Say} say @param {string} log */
export function showEnd(say, log) {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
  say(`  ... the last lines of ${relative(root, log)}:`)
  for (const line of lines.slice(-LINES_SHOWN)) say(`  | ${line}`)
}
