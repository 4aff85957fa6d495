import { readFileSync } from 'node:fs'
import { type ConnectionOptions, connect } from 'node:tls'
import type { ClientFiles } from './clients/verdict.ts'

const OPTIONS = { host: '127.0.0.1', checkServerIdentity: () => undefined } as const

/** Connects once and keeps the ticket with which a client can come back without showing its certificate again. */
export function sessionTicket(port: number, files: ClientFiles): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...optionsOf(port, files) })
    socket.on('error', reject)
    socket.on('session', (ticket: Buffer) => {
      resolve(ticket)
      socket.destroy()
    })
    socket.write('GET / HTTP/1.0\r\n\r\n')
  })
}

/** Comes back with the ticket: whether it was taken, and what was answered then. */
export function resume(port: number, files: ClientFiles, session: Buffer): Promise<{ resumed: boolean; page: string }> {
  return new Promise((resolve) => {
    const socket = connect({ ...optionsOf(port, files), session })
    let [page, resumed] = ['', false]
    socket.on('secureConnect', () => (resumed = socket.isSessionReused()))
    socket.on('data', (chunk: Buffer) => (page += chunk.toString()))
    socket.on('error', (error: Error) => (page += error.message))
    socket.on('close', () => {
      resolve({ resumed, page })
    })
    socket.write('GET / HTTP/1.0\r\n\r\n')
  })
}

function optionsOf(port: number, files: ClientFiles): ConnectionOptions {
  const [cert, key, ca] = [files.chain, files.key, files.anchors].map((path) => readFileSync(path))
  return { ...OPTIONS, port, ...(cert === undefined || key === undefined || ca === undefined ? {} : { cert, key, ca }) }
}
