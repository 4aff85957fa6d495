import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchConclave, ownEnvironment } from '../e2e/launch.ts'
import { electronCommand } from '../support/electron-command.ts'
import { findProcess, internetSockets, processTree } from '../support/process-tree.ts'

const started: ChildProcess[] = []
let userData: string

test.beforeEach(() => {
  userData = mkdtempSync(join(tmpdir(), 'conclave-user-'))
})
test.afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
  }
  rmSync(userData, { recursive: true, force: true })
})

/** As a person starts it: no Playwright, no debugger. */
function start(args: readonly string[] = []): { child: ChildProcess; stderr: () => string } {
  const command = electronCommand(args)
  const child = spawn(command.executable, command.args, {
    env: { ...ownEnvironment(), CONCLAVE_USER_DATA: userData },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  started.push(child)
  const stderr: string[] = []
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk.toString()))
  return { child, stderr: () => stderr.join('') }
}

function isRunning(child: ChildProcess): boolean {
  const tree = processTree(child.pid ?? 0)
  return findProcess(child.pid ?? 0, 'core.mjs') !== undefined && tree.length >= 4
}

test('listens nowhere and connects to nothing, from start to end', async () => {
  const { child } = start()
  const found = new Set<string>()
  const until = Date.now() + 8_000
  while (Date.now() < until) {
    for (const line of internetSockets(child.pid ?? 0)) found.add(line)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  expect(isRunning(child)).toBe(true)
  expect([...found]).toStrictEqual([])
})

test('the same look finds the sockets of a start with a debugger', async () => {
  const conclave = await launchConclave()
  const sockets = internetSockets(conclave.app.process().pid ?? 0)
  await conclave.close()
  // Playwright's two: Node's inspector and Chromium's remote debugging, both on this machine only.
  const listening = sockets.filter((line) => line.includes('LISTEN'))
  expect(listening).toHaveLength(2)
  for (const line of listening) expect(line).toContain('127.0.0.1:')
})

test('ends when it is told to, at any moment of its start', async () => {
  for (const delay of [300, 700, 1200, 2000]) {
    const { child } = start()
    await new Promise((resolve) => setTimeout(resolve, delay))
    const tree = processTree(child.pid ?? 0)
    child.kill('SIGTERM')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    await expect.poll(() => tree.filter((pid) => existsSync(`/proc/${String(pid)}`))).toStrictEqual([])
  }
})

test('refuses to start with a debugger', async () => {
  for (const debugging of ['--inspect=0', '--remote-debugging-port=0', '--remote-debugging-pipe']) {
    const { child, stderr } = start([debugging])
    const [code] = (await once(child, 'exit')) as [number | null]
    expect(code).toBe(2)
    expect(stderr()).toContain('refused to start with a debugger')
    expect(stderr()).not.toContain('DevTools listening')
  }
})

test('a second start shows the first window and ends', async () => {
  const first = start()
  await expect.poll(() => isRunning(first.child)).toBe(true)
  const second = start()
  const [code] = (await once(second.child, 'exit')) as [number | null]
  expect(code).toBe(1)
  expect(second.stderr()).toContain('already open')
  expect(isRunning(first.child)).toBe(true)
})

test('what it writes is for its user only', async () => {
  userData = join(userData, 'profile')
  const { child } = start()
  await expect.poll(() => isRunning(child)).toBe(true)
  const core = findProcess(child.pid ?? 0, 'core.mjs') ?? 0
  for (const pid of [child.pid ?? 0, core]) {
    expect(/^Umask:\t(\d+)$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]).toBe('0077')
  }
  expect(statSync(userData).mode & 0o077).toBe(0)
})
