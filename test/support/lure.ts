import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'

/** Something on this machine that the program could reach, and that tells whether it did. */
export interface Lure {
  readonly port: number
  /** This machine's addresses under which it can be reached; WebRTC for one ignores 127.0.0.1. */
  readonly addresses: readonly string[]
  /** TCP connections and UDP datagrams so far. */
  contacts(): number
  close(): Promise<void>
}

export async function setLure(): Promise<Lure> {
  let contacts = 0
  const tcp = createServer((socket) => {
    contacts += 1
    socket.on('error', () => undefined)
    socket.end('HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\ncontent-length: 0\r\n\r\n')
  })
  tcp.listen(0, '0.0.0.0')
  await once(tcp, 'listening')
  const address = tcp.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const udp = createSocket('udp4')
  udp.on('message', () => {
    contacts += 1
  })
  udp.bind(port, '0.0.0.0')
  await once(udp, 'listening')
  const interfaces = Object.values(networkInterfaces()).flatMap((found) => found ?? [])
  return {
    port,
    addresses: interfaces.filter(({ family }) => family === 'IPv4').map((found) => found.address),
    contacts: () => contacts,
    close: async () => {
      udp.close()
      tcp.close()
      await once(tcp, 'close')
    },
  }
}
