import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { answered, type Client, type ClientFiles, refusal, type Verdict } from './verdict.ts'

const SOURCE = join(import.meta.dirname, 'MutualTlsClient.java')
const CACHE = join(import.meta.dirname, '..', '..', '..', '..', '.cache', 'java')

/** One JVM for all connections: starting one takes longer than a handshake in it. */
export class JavaClient implements Client {
  readonly name = 'Java'
  readonly #jvm: ChildProcess
  readonly #waiting: ((line: string) => void)[] = []
  #errors = ''

  constructor() {
    this.#jvm = spawn('java', ['-Xshare:auto', '-cp', compile(), 'MutualTlsClient'], { stdio: 'pipe' })
    const { stdout, stderr } = this.#jvm
    if (stdout === null || stderr === null) throw new Error('java has no output')
    createInterface({ input: stdout }).on('line', (line) => this.#waiting.shift()?.(line))
    stderr.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()))
    this.#jvm.on('close', () => {
      for (const settle of this.#waiting.splice(0)) settle(`failed the JVM ended: ${this.#errors}`)
    })
  }

  async connect(port: number, { chain, key, anchors, crls }: ClientFiles): Promise<Verdict> {
    const line = await new Promise<string>((resolve) => {
      this.#waiting.push(resolve)
      this.#jvm.stdin?.write(`${[port, chain, key, anchors, crls].join('\t')}\n`)
    })
    return line.startsWith('page ') ? answered(line.slice('page '.length)) : refusal(line.slice('failed '.length))
  }

  stop(): void {
    this.#jvm.stdin?.end()
  }
}

/** Compiled once for each state of the source. */
function compile(): string {
  const folder = join(CACHE, createHash('sha256').update(readFileSync(SOURCE)).digest('hex').slice(0, 16))
  if (existsSync(folder)) return folder
  const unfinished = `${folder}.${String(process.pid)}`
  mkdirSync(dirname(folder), { recursive: true })
  execFileSync('javac', ['-d', unfinished, SOURCE], { stdio: 'pipe' })
  renameSync(unfinished, folder)
  return folder
}
