import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { programOf, ServerProcess } from './server-process.ts'
import type { TlsFiles, TlsServer } from './tls-server.ts'

export interface NginxPlaces {
  /** For what it writes. */
  readonly folder: string
  /** Must be there already. */
  readonly files: TlsFiles
  readonly port: number
  /** What it serves by plain HTTP: CRLs and CA certificates, to which certificates point. */
  readonly webFolder: string
  readonly webPort: number
}

export async function startNginx(places: NginxPlaces): Promise<TlsServer> {
  const { folder, files, port, webFolder } = places
  for (const path of [folder, webFolder]) mkdirSync(path, { recursive: true })
  writeFileSync(join(folder, 'nginx.conf'), configuration(places))
  const args = ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr']
  const server = await ServerProcess.start({ program: 'nginx', args, folder, port })
  return {
    name: 'nginx',
    port,
    pid: server.pid,
    files,
    reload: () => reload(server, args),
    stop: () => server.stop(),
  }
}

async function reload(server: ServerProcess, args: readonly string[]): Promise<number> {
  const { path, environment } = programOf('nginx')
  execFileSync(path, [...args, '-t'], { env: { ...process.env, ...environment }, stdio: 'pipe' })
  const [started, seen] = [performance.now(), server.output.length]
  server.signal('SIGHUP')
  // the old worker goes on accepting with the old files until it has left
  await server.until('nginx to reload', () => / worker process \d+ exited with code 0/.test(server.output.slice(seen)))
  return performance.now() - started
}

function configuration({ files, port, webFolder, webPort }: NginxPlaces): string {
  // without it the workers of a root's nginx belong to nobody, who cannot read this folder
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  return `${user}
daemon off;
pid nginx.pid;
error_log stderr notice;
worker_processes 1;
worker_shutdown_timeout 2s;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  server {
    listen 127.0.0.1:${String(port)} ssl;
    ssl_certificate ${files.chain};
    ssl_certificate_key ${files.key};
    ssl_client_certificate ${files.clientCas};
    ssl_crl ${files.crls};
    ssl_verify_client on;
    ssl_verify_depth 3;
    # nginx refuses after the handshake, with a page
    error_page 495 496 = @refused;
    location / { return 200 "nginx ok"; }
    location @refused { return 403 "refused: $ssl_client_verify"; }
  }
  server {
    listen 127.0.0.1:${String(webPort)};
    root ${webFolder};
    types { application/pkix-crl crl; application/pkix-cert cer; }
  }
}
`
}
