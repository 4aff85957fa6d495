import { execFile } from 'node:child_process'
import { visible } from '../../shared/spoken-text.ts'
import type { Observation } from './observation.ts'

const MAX_OUTPUT = 1024 * 1024

/** Runs a program without a shell and waits for it. What it says comes back cut to a line. */
export function runCommand(command: readonly string[], timeoutMs: number): Promise<Observation> {
  const [program = '', ...args] = command
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: MAX_OUTPUT, windowsHide: true },
      (error, stdout, stderr) => {
        const said = lastLine(stderr === '' ? stdout : stderr)
        if (error === null) resolve({ ok: true, detail: `${program} ended well` })
        else resolve({ ok: false, detail: `${program} ${why(error, timeoutMs)}${said === '' ? '' : `: ${said}`}` })
      },
    )
  })
}

function why(error: Error & { code?: unknown; killed?: boolean; signal?: unknown }, timeoutMs: number): string {
  if (error.killed === true) return `did not end within ${timeoutMs} ms`
  if (typeof error.code === 'number') return `ended with ${error.code}`
  if (typeof error.code === 'string') return `cannot be started (${error.code})`
  return `was ended by ${String(error.signal)}`
}

/** The last line that says anything: where programs put the reason. */
export function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return visible((lines.at(-1) ?? '').trim().slice(0, 300))
}
