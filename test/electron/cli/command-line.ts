import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

export const CHECKOUT = join(import.meta.dirname, '..', '..', '..')

/** As people get it. */
export const CLI = join(CHECKOUT, 'dist', 'cli.mjs')

const machines = mkdtempSync(join(tmpdir(), 'conclave-machines-'))
afterAll(() => {
  rmSync(machines, { recursive: true, force: true })
})

export interface Result {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A machine that has seen nothing: copies of one facility that go on in two places are no forks to it. */
function ownMachine(): NodeJS.ProcessEnv {
  return { ...process.env, XDG_STATE_HOME: mkdtempSync(join(machines, 'state-')) }
}

/** Runs the command line in a process of its own, without a terminal. */
export function conclave(args: readonly string[], cwd = CHECKOUT): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    env: ownMachine(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  })
  return { code: status, stdout, stderr }
}

/** With --json: the one object on standard output. Throws when there is anything else. */
export function conclaveJson(
  args: readonly string[],
  cwd = CHECKOUT,
): { code: number | null; json: Json; stderr: string } {
  const { code, stdout, stderr } = conclave([...args, '--json'], cwd)
  if (stdout.trimEnd().includes('\n')) throw new Error(`more than one line on standard output: ${stdout}`)
  return { code, json: JSON.parse(stdout) as Json, stderr }
}

export interface Json {
  readonly [name: string]: unknown
}

/** Exactly one line on standard error: "conclave: <code>: ...". Returns the code. */
export function codeOf({ stderr }: Result): string {
  const lines = stderr.trimEnd().split('\n')
  const last = lines.at(-1) ?? ''
  return /^conclave: ([a-z0-9-]+): /.exec(last)?.[1] ?? `no code in: ${last}`
}

/** What somebody types, or how that follows from what they have seen so far. */
export type Typed = string | ((shown: string) => string)

/** As `conclave`, in a real terminal: answers each prompt that appears, in order. Returns everything that was shown. */
export function inTerminal(
  args: readonly string[],
  dialogue: readonly (readonly [prompt: RegExp, answer: Typed])[],
): Promise<{ code: number | null; shown: string }> {
  const line = [process.execPath, CLI, ...args].map((word) => `'${word}'`).join(' ')
  const child = spawn('script', ['-qefc', line, '/dev/null'], { env: ownMachine(), stdio: ['pipe', 'pipe', 'pipe'] })
  let shown = ''
  let seen = 0
  let next = 0
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      shown += chunk
      const [prompt, answer] = dialogue[next] ?? []
      const found = prompt?.exec(shown.slice(seen))
      if (found === null || found === undefined) return
      seen += found.index + found[0].length
      next += 1
      // A moment, as people take: the program turns the echo off after it has asked.
      const typed = typeof answer === 'function' ? answer(shown) : (answer ?? '')
      setTimeout(() => child.stdin.write(typed), 100)
    })
    child.on('close', (code) => {
      resolve({ code, shown })
    })
  })
}

/** The digest that stands last on a terminal, in two lines of eight groups. */
export function lastDigest(shown: string): string {
  const all = [...shown.matchAll(/(?:[0-9a-f]{4} ){7}[0-9a-f]{4}\s+(?:[0-9a-f]{4} ){7}[0-9a-f]{4}/g)]
  return (all.at(-1)?.[0] ?? '').replace(/\s+/g, '')
}
