import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'vitest'

const SCRIPT = join(import.meta.dirname, '..', '..', 'verifier', 'conclave_verify.py')

export interface ScriptVerdict {
  readonly ok: boolean
  readonly problems: readonly { readonly index: number; readonly code: string; readonly message: string }[]
}

/** What conclave_verify.py says of a facility, as an auditor runs it. */
export async function runVerifier(facility: string, more: readonly string[] = []): Promise<ScriptVerdict> {
  const child = spawn('python3', [SCRIPT, facility, '--json', ...more], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, errors] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk))
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (out === '') throw new Error(`the verifier gave no verdict (exit code ${String(code)}): ${errors}`)
  const verdict = JSON.parse(out) as ScriptVerdict
  expect(code).toBe(verdict.ok ? 0 : 1)
  return verdict
}
