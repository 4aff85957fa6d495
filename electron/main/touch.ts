import { type BrowserWindow, powerMonitor } from 'electron'
import { CONSOLE_LEFT, CONSOLE_TOUCHED } from '../../shared/ipc/contract/console.ts'
import type { CoreProcess } from './core-process.ts'

/** Often enough for an idle time in minutes. */
const EVERY_MS = 1000

/**
 * Tells core that somebody touched keys, mouse or screen: input as Chromium's browser process gets it, which no script of the
 * page can make. Core decides when the console locks.
 */
export function watchTouch(window: BrowserWindow, core: Pick<CoreProcess, 'notify'>): void {
  let told = Number.NEGATIVE_INFINITY
  window.webContents.on('input-event', () => {
    const now = performance.now()
    if (now - told < EVERY_MS) return
    told = now
    core.notify(CONSOLE_TOUCHED)
  })
  const leave = (): void => {
    core.notify(CONSOLE_LEFT)
  }
  powerMonitor.on('suspend', leave)
  powerMonitor.on('lock-screen', leave)
}

/** The facility whose console core says is locked. */
export function lockedFacility(body: unknown): string | null {
  const facility = typeof body === 'object' && body !== null && 'facility' in body ? body.facility : null
  return typeof facility === 'string' ? facility : null
}
