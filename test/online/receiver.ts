import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'rolldown'
import { afterAll, afterEach } from 'vitest'

const CHECKOUT = join(import.meta.dirname, '..', '..')

/** `handoff.mjs` alone, outside of the checkout: what it needs besides Node it has in itself. */
export const RECEIVER = await bundle()

async function bundle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'conclave-receiver-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'handoff.mjs')
  await build({
    input: join(CHECKOUT, 'electron', 'cli', 'handoff.ts'),
    platform: 'node',
    external: [/^node:/],
    tsconfig: false,
    transform: { target: 'node20' },
    output: { file, format: 'esm', codeSplitting: false },
  })
  return file
}

export interface Ran {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** With --json: the one object. */
  readonly json: Readonly<Record<string, unknown>>
  /** "conclave: CODE: ..." */
  readonly failure: string | null
}

interface Surroundings {
  readonly input?: string
  /** Arguments of Node in front of the program. */
  readonly preload?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

export function receiver(args: readonly string[], { input = '', preload = [], env = {} }: Surroundings = {}): Ran {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...preload, RECEIVER, ...args], {
    cwd: tmpdir(),
    input,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...env },
    maxBuffer: 64 * 1024 * 1024,
  })
  const isJson = args.includes('--json') && stdout !== ''
  const json = isJson ? (JSON.parse(stdout) as Record<string, unknown>) : {}
  const inJson = (json['error'] as { code?: string } | undefined)?.code
  const failure = inJson ?? /^conclave: ([a-z0-9-]+): /m.exec(stderr)?.[1] ?? null
  return { code: status, signal, stdout, stderr, json, failure }
}

export interface RegionServer {
  readonly address: string
  readonly pidFile: string
  /** From the next reload on it serves something that nobody trusts. */
  breakIt(certificate: string, key: string): void
}

const running: ReturnType<typeof spawn>[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

/** Starts a region's server once its first files are there. */
export async function startServer(folder: string): Promise<RegionServer> {
  const facts = join(folder, 'port')
  rmSync(`${facts}.pid`, { force: true })
  const child = spawn(process.execPath, [join(import.meta.dirname, 'region-server.ts'), folder, facts], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  running.push(child)
  for (let waited = 0; !existsSync(`${facts}.pid`); waited += 25) {
    if (waited > 15_000 || child.exitCode !== null) throw new Error('the server of a region did not start')
    await sleep(25)
  }
  return {
    address: `127.0.0.1:${readFileSync(facts, 'utf8')}`,
    pidFile: `${facts}.pid`,
    breakIt(certificate, key) {
      writeFileSync(join(folder, 'broken'), readFileSync(certificate))
      writeFileSync(join(folder, 'broken.key'), readFileSync(key))
    },
  }
}
