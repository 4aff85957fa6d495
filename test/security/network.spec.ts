import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from '@playwright/test'
import { type Conclave, launchConclave } from '../e2e/launch.ts'
import { type Lure, setLure } from '../support/lure.ts'
import { internetSockets } from '../support/process-tree.ts'

interface Requests {
  sent: string[]
  ended: string[]
}

let conclave: Conclave
let lure: Lure

test.beforeAll(async () => {
  lure = await setLure()
  conclave = await launchConclave()
  // The lock-down holds the only listener of onBeforeRequest; these two see what got past it.
  await conclave.app.evaluate(({ session }) => {
    const requests: Requests = { sent: [], ended: [] }
    ;(globalThis as unknown as { requests: Requests }).requests = requests
    session.defaultSession.webRequest.onBeforeSendHeaders((details, answer) => {
      requests.sent.push(details.url)
      answer({})
    })
    session.defaultSession.webRequest.onCompleted((details) => requests.ended.push(details.url))
  })
})
test.afterEach(async () => {
  expect(lure.contacts()).toBe(0)
  const { sent, ended } = await conclave.app.evaluate(() => (globalThis as unknown as { requests: Requests }).requests)
  expect([...sent, ...ended].filter((url) => !url.startsWith('app://conclave/'))).toStrictEqual([])
  expect(outgoing()).toStrictEqual([])
})
test.afterAll(async () => {
  await conclave.close()
  await lure.close()
})

/**
 * Sockets of the program's processes that have a peer or listen, without Playwright's two debugging ports and what is
 * connected to them. A page that makes an RTCPeerConnection, which ours does not, gets two UDP sockets that nobody knows of.
 */
function outgoing(): string[] {
  const sockets = internetSockets(conclave.app.process().pid ?? 0)
  const port = /127\.0\.0\.1:(\d+)\s/
  const debugging = new Set(sockets.filter((line) => line.includes('LISTEN')).map((line) => port.exec(line)?.[1]))
  const silent = /^udp\s+UNCONN\s+0\s+0\s+(?:0\.0\.0\.0|\*):\d+\s+(?:0\.0\.0\.0|\*):\*/
  return sockets.filter((line) => !debugging.has(port.exec(line)?.[1]) && !silent.test(line))
}

type Attempt = (url: string) => unknown

/** Every way by which a page reaches out. Each runs in the page, alone. */
const ATTEMPTS: Readonly<Record<string, Attempt>> = {
  fetch: (url) => fetch(url),
  'fetch without CORS': (url) => fetch(url, { mode: 'no-cors', method: 'POST', body: 'x', keepalive: true }),
  XMLHttpRequest: (url) => {
    const request = new XMLHttpRequest()
    request.open('GET', url)
    request.send()
  },
  WebSocket: (url) => new WebSocket(url.replace(/^http/, 'ws')),
  EventSource: (url) => new EventSource(url),
  beacon: (url) => navigator.sendBeacon(url, 'x'),
  image: (url) => {
    new Image().src = url
  },
  script: (url) => {
    const script = document.createElement('script')
    script.src = url
    document.documentElement.append(script)
  },
  'module import': (url) => import(/* @vite-ignore */ url),
  worker: (url) => new Worker(url),
  audio: (url) => new Audio(url).play(),
  font: (url) => new FontFace('x', `url(${url})`).load(),
  'style sheet': (url) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`html { background-image: url(${url}) }`)
    document.adoptedStyleSheets = [sheet]
  },
  links: (url) => {
    for (const rel of [
      'stylesheet',
      'preload',
      'prefetch',
      'preconnect',
      'dns-prefetch',
      'icon',
      'manifest',
      'modulepreload',
      'prerender',
    ]) {
      const link = document.createElement('link')
      link.rel = rel
      link.as = 'image'
      link.href = url
      document.documentElement.append(link)
    }
  },
  frame: (url) => {
    const frame = document.createElement('iframe')
    frame.src = url
    document.documentElement.append(frame)
  },
  ping: (url) => {
    const link = document.createElement('a')
    link.href = '#'
    link.ping = url
    document.documentElement.append(link)
    link.click()
  },
  WebTransport: (url) => new WebTransport(url.replace(/^http:/, 'https:')).ready,
  'WebRTC to a STUN and a TURN server': async (url) => {
    const host = new URL(url).host
    const peer = new RTCPeerConnection({
      iceServers: [
        {
          urls: [`stun:${host}`, `turn:${host}?transport=udp`, `turn:${host}?transport=tcp`],
          username: 'u',
          credential: 'c',
        },
      ],
    })
    peer.createDataChannel('x')
    await peer.setLocalDescription(await peer.createOffer())
  },
  'WebRTC to a peer': async (url) => {
    const { hostname, port } = new URL(url)
    const here = new RTCPeerConnection()
    const there = new RTCPeerConnection()
    here.createDataChannel('x')
    await here.setLocalDescription(await here.createOffer())
    await there.setRemoteDescription(here.localDescription as RTCSessionDescription)
    await there.setLocalDescription(await there.createAnswer())
    await here.setRemoteDescription(there.localDescription as RTCSessionDescription)
    for (const protocol of ['udp', 'tcp tcptype passive']) {
      const [kind = '', ...more] = protocol.split(' ')
      const candidate = `candidate:1 1 ${kind} 2130706431 ${hostname} ${port} typ host ${more.join(' ')}`.trim()
      await here.addIceCandidate({ candidate, sdpMid: '0', sdpMLineIndex: 0 })
    }
  },
}

for (const [name, attempt] of Object.entries(ATTEMPTS)) {
  test(`${name}: nothing leaves the page`, async () => {
    const run = await conclave.window.evaluateHandle<Attempt>(`(${attempt.toString()})`)
    await conclave.window.evaluate(tryOut, { run, urls: urls() })
  })
}

test('nothing leaves a page without a content security policy either', async () => {
  for (const attempt of Object.values(ATTEMPTS)) {
    await conclave.app.evaluate(
      async ({ BrowserWindow }, code) => {
        const bare = new BrowserWindow({ show: false, webPreferences: { sandbox: true } })
        await bare.loadURL('about:blank')
        await bare.webContents.executeJavaScript(code, true)
        bare.destroy()
      },
      `(${tryOut.toString()})({ run: (${attempt.toString()}), urls: ${JSON.stringify(urls())} })`,
    )
  }
})

function urls(): string[] {
  const port = String(lure.port)
  return [`https://localhost:${port}/`, ...lure.addresses.map((address) => `http://${address}:${port}/`)]
}

/** Runs one attempt from a timer, as the page's own code, and gives it a moment. How it fails does not matter. */
function tryOut({ run, urls: targets }: { run: Attempt; urls: string[] }): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => {
      setTimeout(resolve, 300)
      for (const url of targets) {
        try {
          Promise.resolve(run(url)).catch(() => undefined)
        } catch {
          // refused at once
        }
      }
    })
  })
}

test('main itself cannot fetch or open a socket through Chromium', async () => {
  const outcomes = await conclave.app.evaluate(async ({ net, session }, given) => {
    const attempts = [...given, 'ftp://127.0.0.1/', 'data:text/plain,x', 'https://example.org/']
    const fetched = await Promise.all(
      attempts.map((url) =>
        net.fetch(url).then(
          () => `${url} was fetched`,
          () => 'refused',
        ),
      ),
    )
    const resolved = await Promise.all(
      ['example.org', 'localhost', '127.0.0.1', 'conclave'].map((host) =>
        session.defaultSession.resolveHost(host).then(
          () => `${host} was resolved`,
          (error: unknown) => String(error),
        ),
      ),
    )
    return { fetched: [...new Set(fetched)], resolved }
  }, urls())
  expect(outcomes.fetched).toStrictEqual(['refused'])
  expect(outcomes.resolved).toStrictEqual(
    outcomes.resolved.map(() => expect.stringContaining('ERR_NAME_NOT_RESOLVED') as unknown),
  )
})

test('no proxy is asked, whatever the environment says', async () => {
  const proxies = await conclave.app.evaluate(({ session }) =>
    session.defaultSession.resolveProxy('https://example.org/'),
  )
  expect(proxies).toBe('DIRECT')
})

test('nothing arrives late', async () => {
  const seen: string[] = []
  for (let sample = 0; sample < 30; sample++) {
    seen.push(...outgoing())
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  expect(seen).toStrictEqual([])
})

test('the lure tells when it is touched', async () => {
  const own = await setLure()
  const socket = connect(own.port, '127.0.0.1')
  await once(socket, 'connect')
  const datagram = createSocket('udp4')
  datagram.send('x', own.port, '127.0.0.1')
  await expect.poll(() => own.contacts()).toBe(2)
  datagram.close()
  socket.destroy()
  await own.close()
})
