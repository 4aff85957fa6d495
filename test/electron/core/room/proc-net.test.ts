import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIpv4Routes, parseIpv6Routes, parseListening } from '../../../../electron/core/room/proc-net.ts'

describe('/proc/net', () => {
  it('reads addresses as the kernel writes them', () => {
    const table = (local: string): string => `header\n 0: ${local} 00000000:0000 0A\n`
    const address = (local: string) =>
      parseListening(table(local), local.length > 20 ? 'tcp6' : 'tcp', 'f').map(
        (one) => `${one.address} ${String(one.port)}`,
      )
    expect(address('0100007F:0277')).toEqual(['127.0.0.1 631'])
    expect(address('B80D0120000000000000000001000000:01BB')).toEqual(['2001:db8::1 443'])
    expect(address('000080FE00000000FF005450FE123456:01BB')).toEqual(['fe80::5054:ff:5634:12fe 443'])
    expect(address('00000000000000000000000000000000:0016')).toEqual([':: 22'])
    expect(address('0000000000000000FFFF00000100007F:0016')).toEqual(['::ffff:127.0.0.1 22'])
    expect(address('0100007F')).toEqual([])
  })

  it('finds a server of this process in the tables of this kernel', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const bound = server.address()
    const port = typeof bound === 'object' ? bound?.port : undefined
    const sockets = parseListening(readFileSync('/proc/net/tcp', 'utf8'), 'tcp', '/proc/net/tcp')
    server.close()
    expect(sockets).toContainEqual({
      protocol: 'tcp',
      address: '127.0.0.1',
      port,
      loopback: true,
      from: '/proc/net/tcp',
    })
  })

  it('leaves out what the kernel refuses to route, and what it routes by itself', () => {
    const row = (destination: string, bits: string, flags: string, name: string): string =>
      `${destination} ${bits} ${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00000400 1 0 ${flags} ${name}`
    const zero = '0'.repeat(32)
    const lines = [
      row(zero, '00', '00000003', 'eth0'),
      row(zero, '00', '00200200', 'eth1'),
      row(`fe80${zero.slice(4)}`, '40', '00000001', 'eth0'),
      row(`ff00${zero.slice(4)}`, '08', '00000001', 'eth0'),
      row(`20010db8${zero.slice(8)}`, '80', '80200001', 'eth0'),
    ]
    expect(parseIpv6Routes(lines.join('\n'), 'f').map((route) => `${route.destination} ${route.interface}`)).toEqual([
      '::/0 eth0',
    ])
    const four =
      'header\neth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\neth0\t000A0A0A\t0\t0201\t0\t0\t0\t00FFFFFF\n'
    expect(parseIpv4Routes(four, 'f')).toEqual([
      { destination: '0.0.0.0/0', interface: 'eth0', default: true, from: 'f' },
    ])
  })

  it('reads any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789ABCDEF: \n\tlo'.split('')) }), (text) => {
        expect(Array.isArray(parseIpv4Routes(text, 'f'))).toBe(true)
        expect(Array.isArray(parseIpv6Routes(text, 'f'))).toBe(true)
        expect(Array.isArray(parseListening(text, 'tcp6', 'f'))).toBe(true)
      }),
    )
  })
})
