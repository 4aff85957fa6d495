import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.ts'
import { answered, type Client, type ClientFiles, refusal, type Verdict } from './verdict.ts'

export const openssl: Client = { name: 'OpenSSL', connect }

async function connect(port: number, files: ClientFiles): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'conclave-s-client-'))
  try {
    // -CRL takes one list only, but -CAfile takes lists beside certificates
    const trust = join(folder, 'trust.pem')
    await writeFile(trust, `${await readFile(files.anchors, 'utf8')}\n${await readFile(files.crls, 'utf8')}`)
    const identity = ['-cert', files.chain, '-cert_chain', files.chain, '-key', files.key]
    const checks = ['-CAfile', trust, '-crl_check_all', '-verify_return_error', '-verify_ip', '127.0.0.1']
    const args = ['s_client', '-connect', `127.0.0.1:${String(port)}`, '-quiet', '-ign_eof', ...identity, ...checks]
    const { output, errors } = await run('openssl', args, 'GET / HTTP/1.0\r\n\r\n')
    const page = output.split('\r\n\r\n')[1]
    return page === undefined ? refusal(errors) : answered(page)
  } finally {
    await rm(folder, { recursive: true })
  }
}
