import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface ToolResult {
  readonly code: number | null
  readonly output: string
}

/** Runs a tool that is not ours. Both streams in one text, because tools differ in where they speak. */
export function run(
  tool: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): ToolResult {
  const result = spawnSync(tool, args, { cwd: options.cwd, encoding: 'utf8', env: { ...process.env, ...options.env } })
  if (result.error !== undefined) throw result.error
  return { code: result.status, output: `${result.stdout}${result.stderr}` }
}

export interface Folder {
  readonly root: string
  readonly path: (name: string) => string
  readonly read: (name: string) => Uint8Array
  readonly write: (name: string, data: string | Uint8Array) => string
}

/** A folder that is gone after the test. */
export function makeFolder(): Folder {
  const root = mkdtempSync(join(tmpdir(), 'conclave-x509-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const path = (name: string): string => join(root, name)
  return {
    root,
    path,
    read: (name) => new Uint8Array(readFileSync(path(name))),
    write: (name, data) => {
      writeFileSync(path(name), data)
      return path(name)
    },
  }
}
