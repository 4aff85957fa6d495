import { spawn } from 'node:child_process'

export interface Ran {
  readonly code: number
  readonly output: string
  readonly errors: string
}

/** Runs a program without blocking this process, which may be measuring. */
export function run(command: string, args: readonly string[], input = ''): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { stdio: 'pipe' })
    let [output, errors] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output, errors })
    })
    // it may end before it has read everything
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}
