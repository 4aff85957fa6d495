import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer, type SecureContextOptions } from 'node:tls'

// A TLS server that asks for client certificates and reads its files at start and at SIGHUP only, as nginx and haproxy do. Arguments:
// the folder of its target, and the file that gets its process and port. While `<folder>/broken` is there, a reload goes wrong.

const [folder = '', facts = ''] = process.argv.slice(2)

function context(): SecureContextOptions {
  const at = (name: string): Buffer => readFileSync(join(folder, 'current', name))
  if (existsSync(join(folder, 'broken'))) {
    return { cert: readFileSync(join(folder, 'broken')), key: readFileSync(join(folder, 'broken.key')) }
  }
  // Of a file with several lists Node takes the first; nginx and haproxy take all.
  const crl =
    at('crl.pem')
      .toString()
      .match(/-----BEGIN X509 CRL-----[^-]+-----END X509 CRL-----/g) ?? []
  return { cert: at('server.pem'), key: at('server.key'), ca: at('client-ca.pem'), crl }
}

const server = createServer({ ...context(), requestCert: true, rejectUnauthorized: true }, (socket) => {
  socket.on('error', () => undefined)
  socket.end('here\n')
})
server.on('tlsClientError', () => undefined)
process.on('SIGHUP', () => {
  try {
    server.setSecureContext(context())
  } catch {
    // As nginx does: with files that cannot be used it goes on with those that it has.
  }
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  writeFileSync(facts, String(typeof address === 'object' ? address?.port : 0))
  writeFileSync(`${facts}.pid`, `${process.pid}\n`)
})
