import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Locator, type Page } from '@playwright/test'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import { electronCommand } from '../support/electron-command.ts'

declare global {
  interface Window {
    readonly conclave: Bridge
  }
}

export interface LaunchOptions {
  readonly facility?: string
  /** Chromium's own folder. A fresh one, removed by close(), unless given. */
  readonly userData?: string
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
}

export interface Conclave {
  readonly app: ElectronApplication
  readonly window: Page
  readonly userData: string
  /** What the page wrote to its console as an error, and what it threw. Empty while all is well. */
  readonly problems: readonly string[]
  /** What main, core and hsm wrote to stderr, so far. */
  diagnostics(): string
  close(): Promise<void>
}

type Start = NonNullable<Parameters<typeof _electron.launch>[0]>

const START_MS = 30_000

interface Started {
  readonly app: ElectronApplication
  readonly window: Page
  readonly stderr: string[]
  readonly problems: string[]
}

/** The program and its page, loaded. Once in some hundred starts Playwright misses the first window; then it is started again. */
async function startTwice(options: Start): Promise<Started> {
  try {
    return await start(options)
  } catch {
    return start(options)
  }
}

async function start(options: Start): Promise<Started> {
  const app = await _electron.launch({ ...options, timeout: START_MS })
  const stderr: string[] = []
  app.process().stderr?.on('data', (chunk: Buffer) => stderr.push(chunk.toString()))
  try {
    const window = await app.firstWindow({ timeout: START_MS })
    const problems: string[] = []
    window.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    window.on('pageerror', (error) => problems.push(String(error)))
    await window.waitForLoadState('load', { timeout: START_MS })
    await continueByItself(window)
    return { app, window, stderr, problems }
  } catch (error) {
    app.process().kill('SIGKILL')
    throw error
  }
}

/** Between two people the window waits for the next one; in tests they are all there. */
export function handOver(window: Page): Locator {
  return window.getByRole('region', { name: 'Hand-over' })
}

async function continueByItself(window: Page): Promise<void> {
  await window.addLocatorHandler(handOver(window), () => window.keyboard.press('Enter'))
}

/** Starts the built program as a person does, but under Playwright: with a debugger, and on a folder of its own. */
export async function launchConclave(options: LaunchOptions = {}): Promise<Conclave> {
  const userData = options.userData ?? mkdtempSync(join(tmpdir(), 'conclave-user-'))
  const command = electronCommand(options.facility === undefined ? [] : ['--facility', options.facility])
  const { app, window, stderr, problems } = await startTwice({
    executablePath: command.executable,
    args: [...command.args, ...(options.args ?? [])],
    // Playwright would otherwise tell the page that the theme is light.
    colorScheme: null,
    env: {
      ...ownEnvironment(),
      XDG_STATE_HOME: userData,
      CONCLAVE_USER_DATA: userData,
      CONCLAVE_DEBUGGER: '1',
      ...options.env,
    },
  })
  return {
    app,
    window,
    userData,
    problems,
    diagnostics: () => stderr.join(''),
    close: async () => {
      await app.close()
      if (options.userData === undefined) rmSync(userData, { recursive: true, force: true })
    },
  }
}

export function ownEnvironment(): Record<string, string> {
  const given = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(given)
}

/** The window at one of the sizes that have to work; the content, without the frame. */
export async function setSize(conclave: Conclave, width: number, height: number): Promise<void> {
  await conclave.app.evaluate(
    ({ BrowserWindow }, size) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height)
    },
    { width, height },
  )
  await conclave.window.waitForFunction((size) => innerWidth === size.width && innerHeight === size.height, {
    width,
    height,
  })
}
