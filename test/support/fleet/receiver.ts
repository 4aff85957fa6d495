import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './clients/run.ts'
import { DOMAIN, RECEIVER } from './offline-site.ts'

/** The online end of the hand-off, through its command line. Everything that it says on failure is in the error. */
export class Receiver {
  readonly #cli: string
  readonly #folder: string

  /** `cli`: the bundled command line. `folder`: for what it remembers. */
  constructor(cli: string, folder: string) {
    this.#cli = cli
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
  }

  /** `digests` are SHA-256 of the certificates in the folder `signers`, as somebody from the room reads them out. */
  async pin(signers: string, digests: readonly string[]): Promise<void> {
    const expected = join(this.#folder, 'expected.txt')
    writeFileSync(expected, digests.map((digest) => `${digest}\n`).join(''))
    const who = ['--receiver', RECEIVER, '--domain', DOMAIN, '--threshold', '2', '--practice']
    await this.#conclave('pin', ...who, '--signers', signers, '--expect', expected)
  }

  async apply(handoff: string, config: string): Promise<string> {
    return this.#conclave('apply', handoff, '--config', config)
  }

  /** The certificate by which the offline end believes its reports. */
  get certificate(): string {
    return join(this.#state, 'receiver.pem')
  }

  /** Paths of the last receipt and of a new status report, each with its signature beside it. */
  async reports(config: string): Promise<{ receipt: string; status: string }> {
    const receipt = JSON.parse(await this.#conclave('receipt', '--json')) as { path: string }
    const status = JSON.parse(await this.#conclave('status', '--sign', '--config', config, '--json')) as {
      report: { json: string }
    }
    return { receipt: receipt.path, status: status.report.json }
  }

  get #state(): string {
    return join(this.#folder, 'state')
  }

  async #conclave(command: string, ...args: readonly string[]): Promise<string> {
    const line = [this.#cli, 'handoff', command, ...args, '--state', this.#state]
    const { code, output, errors } = await run(process.execPath, line)
    if (code !== 0) throw new Error(`conclave handoff ${command} ended with ${String(code)}\n${output}\n${errors}`)
    return output
  }
}
