import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls'
import { errorCode } from '../../electron/core/files/disk-failure.ts'

export interface HandshakeRequest {
  /** HOST:PORT. */
  readonly address: string
  readonly serverName?: string | undefined
  /** PEM of the roots that the chain must end at. */
  readonly anchors: string
  readonly client?: { readonly certificate: Uint8Array; readonly key: Uint8Array } | undefined
  /** Path to ask for by HTTP/1.1. */
  readonly http?: string | undefined
  readonly timeoutMs: number
}

/**
 * What a real TLS handshake came to. `unreachable`: no TLS server answered, which says nothing about trust. `untrusted`: we do not
 * believe its certificate. `refused`: it does not believe ours. `chain` is DER, the server's own first.
 */
export interface Handshake {
  readonly outcome: 'accepted' | 'refused' | 'untrusted' | 'unreachable'
  readonly detail: string
  readonly chain: readonly Uint8Array[]
  readonly protocol: string | null
}

/** TLS 1.3 servers judge a client after its handshake is over; those that accept it send a session ticket or data, or at least stay. */
const SETTLE_MS = 400

export function shakeHands(request: HandshakeRequest): Promise<Handshake> {
  return new Promise((resolve) => {
    let chain: readonly Uint8Array[] = []
    let connected = false
    let secure = false
    let timer: NodeJS.Timeout | undefined = undefined
    let answer = ''
    const socket = connect(optionsOf(request))
    const end = (outcome: Handshake['outcome'], detail: string): void => {
      clearTimeout(timer)
      socket.removeAllListeners()
      socket.on('error', () => undefined)
      socket.destroy()
      resolve({ outcome, detail, chain, protocol: socket.getProtocol() })
    }
    const wait = (milliseconds: number, then: () => void): void => {
      clearTimeout(timer)
      timer = setTimeout(then, milliseconds)
    }
    wait(request.timeoutMs, () => end('unreachable', `no TLS handshake within ${request.timeoutMs} ms`))
    socket.on('connect', () => (connected = true))
    socket.on('secureConnect', () => {
      secure = true
      chain = chainOf(socket)
      if (!socket.authorized) return end('untrusted', `its chain is refused: ${reasonOf(socket.authorizationError)}`)
      if (request.http === undefined) return wait(SETTLE_MS, () => end('accepted', 'the handshake was done'))
      wait(request.timeoutMs, () => end('unreachable', `no HTTP answer within ${request.timeoutMs} ms`))
      socket.write(
        `GET ${request.http} HTTP/1.1\r\nHost: ${request.serverName ?? 'localhost'}\r\nConnection: close\r\n\r\n`,
      )
    })
    // Sent after the certificate of the client was judged.
    socket.on('session', () => {
      if (secure && request.http === undefined) end('accepted', 'the handshake was done')
    })
    socket.on('data', (bytes: Buffer) => {
      if (request.http === undefined) return end('accepted', 'the handshake was done')
      answer = (answer + bytes.toString('latin1')).slice(0, 1000)
      const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1])
      if (Number.isInteger(status)) end(turnsAway(status) ? 'refused' : 'accepted', `HTTP ${status}`)
    })
    socket.on('error', (error: Error) => end(judge(error, connected), wordsOf(error)))
    socket.on('close', () => end(connected ? 'refused' : 'unreachable', 'the server closed the connection'))
  })
}

function optionsOf({ address, serverName, anchors, client }: HandshakeRequest): ConnectionOptions {
  const colon = address.lastIndexOf(':')
  return {
    host: address.slice(0, colon).replace(/^\[|\]$/g, ''),
    port: Number(address.slice(colon + 1)),
    ca: anchors,
    // Judged above, so that the chain of a server that is not believed can be told too.
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    ...(serverName === undefined ? { checkServerIdentity: () => undefined } : { servername: serverName }),
    ...(client === undefined ? {} : { cert: Buffer.from(client.certificate), key: Buffer.from(client.key) }),
  }
}

/** 400, 495 and 496 are nginx's answers to a client certificate that it does not take; 401, 403 and 421 say the same elsewhere. */
function turnsAway(status: number): boolean {
  return [400, 401, 403, 421, 495, 496].includes(status)
}

function judge(error: Error, connected: boolean): Handshake['outcome'] {
  const code = errorCode(error)
  if (/ALERT/.test(code) || /alert/.test(error.message)) return 'refused'
  if (connected && ['ECONNRESET', 'EPIPE'].includes(code)) return 'refused'
  return 'unreachable'
}

function wordsOf(error: Error): string {
  const alert = /alert [a-z ]+/.exec(error.message)?.[0]
  return alert ?? errorCode(error)
}

function reasonOf(error: Error | string | null | undefined): string {
  // Node's types say Error; what it gives is the code of OpenSSL as a string.
  return typeof error === 'string' ? error : errorCode(error) === 'unknown' ? String(error) : errorCode(error)
}

function chainOf(socket: TLSSocket): readonly Uint8Array[] {
  const chain: Uint8Array[] = []
  let at = socket.getPeerX509Certificate()
  while (at !== undefined && chain.length < 20) {
    chain.push(new Uint8Array(at.raw))
    at = at.issuerCertificate
  }
  return chain
}
