import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import { answered, type Client, type ClientFiles, refusal, type Verdict } from './verdict.ts'

const PATIENCE = 10_000

export const node: Client = { name: 'Node', connect }

async function connect(port: number, files: ClientFiles): Promise<Verdict> {
  const [cert, key, ca, crls] = await Promise.all(
    [files.chain, files.key, files.anchors, files.crls].map((path) => readFile(path, 'utf8')),
  )
  // of a PEM with several lists Node reads the first one only
  const crl = (crls ?? '').match(/-----BEGIN X509 CRL-----[^]+?-----END X509 CRL-----/g) ?? []
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, cert, key, ca, crl, agent: false, timeout: PATIENCE }
    const asked = request(options, (response) => {
      let page = ''
      response.on('data', (chunk: Buffer) => (page += chunk.toString()))
      response.on('end', () => {
        resolve(answered(page))
      })
    })
    asked.on('timeout', () => asked.destroy(new Error('no answer')))
    asked.on('error', (error: NodeJS.ErrnoException) => {
      resolve(refusal(`${error.code ?? ''} ${error.message}`))
    })
    asked.end()
  })
}
