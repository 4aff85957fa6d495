import type { ListeningSocket, NetworkRoute } from '../../../shared/room/air-gap.ts'
import { isLoopbackAddress } from './interfaces.ts'

// Linux, Documentation/networking/proc_net_tcp.rst, and the printers in net/ipv4/fib_trie.c and net/ipv6/route.c.

/** RTF_REJECT: the kernel refuses to send there. */
const REJECT = 0x0200

/** /proc/net/route: addresses are 32-bit words in the byte order of the machine, taken as little-endian. */
export function parseIpv4Routes(text: string, from: string): NetworkRoute[] {
  return rows(text, 1).flatMap(([name, destination, , flags, , , , mask]) => {
    if (name === undefined || destination === undefined || mask === undefined) return []
    if ((Number.parseInt(flags ?? '', 16) & REJECT) !== 0) return []
    const length = bitCount(Number.parseInt(mask, 16))
    return [
      {
        destination: `${ipv4(destination)}/${String(length)}`,
        interface: name,
        default: length === 0,
        from,
      },
    ]
  })
}

/** /proc/net/ipv6_route, without what the kernel adds by itself: loopback, link-local, multicast, own addresses. */
export function parseIpv6Routes(text: string, from: string): NetworkRoute[] {
  return rows(text, 0).flatMap(([destination, length, , , , , , , flags, name]) => {
    if (destination === undefined || length === undefined || name === undefined || name === 'lo') return []
    const bits = Number.parseInt(length, 16)
    if ((Number.parseInt(flags ?? '', 16) & REJECT) !== 0 || bits === 128 || /^f(e8|f)/.test(destination)) return []
    return [{ destination: `${ipv6(destination)}/${String(bits)}`, interface: name, default: bits === 0, from }]
  })
}

/** /proc/net/{tcp,tcp6,udp,udp6}: TCP in LISTEN (0A), UDP bound and without a peer (07). */
export function parseListening(text: string, protocol: ListeningSocket['protocol'], from: string): ListeningSocket[] {
  const wanted = protocol.startsWith('tcp') ? '0A' : '07'
  const found = rows(text, 1).flatMap(([, local, , state]) => {
    const [hex, port] = (local ?? '').split(':')
    if (state !== wanted || hex === undefined || port === undefined) return []
    const address = hex.length === 8 ? ipv4(hex) : ipv6(wordsReversed(hex))
    return [{ protocol, address, port: Number.parseInt(port, 16), loopback: isLoopbackAddress(address), from }]
  })
  return [...new Map(found.map((socket) => [`${socket.address} ${String(socket.port)}`, socket])).values()]
}

function rows(text: string, headers: number): string[][] {
  return text
    .split('\n')
    .slice(headers)
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/\s+/))
}

function ipv4(littleEndian: string): string {
  return (littleEndian.match(/../g) ?? [])
    .toReversed()
    .map((byte) => Number.parseInt(byte, 16))
    .join('.')
}

function wordsReversed(hex: string): string {
  return (hex.match(/.{8}/g) ?? []).map((part) => (part.match(/../g) ?? []).toReversed().join('')).join('')
}

/** RFC 5952: the longest run of zero groups becomes "::". */
function ipv6(hex: string): string {
  const groups = (hex.match(/.{4}/g) ?? []).map((group) => Number.parseInt(group, 16))
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return `::ffff:${[6, 7].flatMap((at) => [(groups[at] ?? 0) >> 8, (groups[at] ?? 0) & 255]).join('.')}`
  }
  const text = groups.map((group) => group.toString(16)).join(':')
  const runs = [...text.matchAll(/(?<=^|:)0(:0)+(?=:|$)/g)].map(([run]) => run)
  const longest = runs.toSorted((a, b) => b.length - a.length)[0]
  if (longest === undefined) return text
  const at = text.search(new RegExp(`(?<=^|:)${longest}(?=:|$)`))
  return `${text.slice(0, at).replace(/:$/, '')}::${text.slice(at + longest.length).replace(/^:/, '')}`
}

function bitCount(value: number): number {
  return value.toString(2).replaceAll('0', '').length
}
