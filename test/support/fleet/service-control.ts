import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * What a supervisor like systemd is elsewhere: a name for everything that can be done with a service, and a command that does it and
 * ends when it is done, with another code than 0 and the reason when it failed.
 */
export class ServiceControl {
  readonly #acts = new Map<string, () => Promise<unknown>>()
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#act((request.url ?? '').slice(1)).then(({ status, words }) => response.writeHead(status).end(words))
    })
  }

  static async start(): Promise<ServiceControl> {
    const control = new ServiceControl()
    await new Promise<void>((resolve) => control.#server.listen(0, '127.0.0.1', resolve))
    return control
  }

  /** What happens when the command of this name is run. */
  on(name: string, act: () => Promise<unknown>): void {
    this.#acts.set(name, act)
  }

  /** Program and arguments. */
  command(name: string): string[] {
    const { port } = this.#server.address() as AddressInfo
    const address = `http://127.0.0.1:${String(port)}/${name}`
    return ['curl', '-sS', '--noproxy', '*', '--fail-with-body', '-X', 'POST', address]
  }

  stop(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #act(name: string): Promise<{ status: number; words: string }> {
    try {
      const act = this.#acts.get(name)
      if (act === undefined) return { status: 404, words: `nothing is called ${name}` }
      await act()
      return { status: 200, words: `${name} done` }
    } catch (error) {
      return { status: 500, words: error instanceof Error ? error.message : String(error) }
    }
  }
}
