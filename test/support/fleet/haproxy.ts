import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { programOf, ServerProcess } from './server-process.ts'
import type { TlsFiles, TlsServer } from './tls-server.ts'

/** `files` must be there already; everything else of it lies in `folder`. */
export async function startHaproxy(folder: string, files: TlsFiles, port: number): Promise<TlsServer> {
  const path = join(folder, 'haproxy.cfg')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, configuration(files, port))
  const server = await ServerProcess.start({ program: 'haproxy', args: ['-W', '-db', '-f', path], folder, port })
  return {
    name: 'haproxy',
    port,
    pid: server.pid,
    files,
    reload: () => reload(server, path),
    stop: () => server.stop(),
  }
}

async function reload(server: ServerProcess, path: string): Promise<number> {
  const program = programOf('haproxy')
  execFileSync(program.path, ['-c', '-f', path], { env: { ...process.env, ...program.environment }, stdio: 'pipe' })
  const [started, seen] = [performance.now(), server.output.length]
  server.signal('SIGUSR2')
  await server.until('haproxy to reload', () => /Former worker .* exited/.test(server.output.slice(seen)))
  return performance.now() - started
}

/** The old worker ends its connections within a second: who was let in with a bad certificate does not stay. */
function configuration(files: TlsFiles, port: number): string {
  const tls = `ssl crt ${files.chain} ca-file ${files.clientCas} crl-file ${files.crls} verify required`
  return `global
  hard-stop-after 1s
defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 5s
frontend fleet
  bind 127.0.0.1:${String(port)} ${tls}
  http-request return status 200 content-type text/plain string "haproxy ok"
`
}
