import type { AirGapFinding, ListeningSocket, NetworkRoute } from '../../../shared/room/air-gap.ts'
import type { HostTree } from './host-tree.ts'
import { parseIpv4Routes, parseIpv6Routes, parseListening } from './proc-net.ts'

const ROUTES = '/proc/net/route'
const ROUTES6 = '/proc/net/ipv6_route'
const PROTOCOLS = ['tcp', 'tcp6', 'udp', 'udp6'] as const
const USB_DRIVERS =
  /^(usbnet|cdc_(ether|ncm|mbim|eem)|rndis_(host|wlan)|qmi_wwan|ipheth|asix|ax88179_178a|aqc111|r815[23](_ecm)?|smsc[79]5xx|lan78xx|dm9601|sr9[78]00|huawei_cdc_ncm|option|hso)$/

/** Null: not readable here. IPv6 may be absent from the kernel; then it has no routes. */
export function readRoutes(tree: HostTree): NetworkRoute[] | null {
  const four = tree.text(ROUTES)
  if (four === null) return null
  return [...parseIpv4Routes(four, ROUTES), ...parseIpv6Routes(tree.text(ROUTES6) ?? '', ROUTES6)]
}

export function judgeRoutes(routes: readonly NetworkRoute[] | null): AirGapFinding[] {
  const area = 'route'
  if (routes === null) {
    return [{ area, name: area, severity: 'unknown', words: 'The routes cannot be read here.', from: ROUTES }]
  }
  if (routes.length === 0) return [{ area, name: area, severity: 'ok', words: 'There is no route.', from: ROUTES }]
  return routes.map((route) => ({
    area,
    name: `${route.destination} ${route.interface}`,
    severity: route.default ? 'open' : 'attention',
    words: route.default
      ? `There is a way out through ${route.interface} (default route).`
      : `There is a route to ${route.destination} through ${route.interface}.`,
    from: route.from,
  }))
}

/** Null: not readable here. */
export function readListening(tree: HostTree): ListeningSocket[] | null {
  if (tree.text('/proc/net/tcp') === null) return null
  return PROTOCOLS.flatMap((protocol) =>
    parseListening(tree.text(`/proc/net/${protocol}`) ?? '', protocol, `/proc/net/${protocol}`),
  )
}

export function judgeListening(sockets: readonly ListeningSocket[] | null): AirGapFinding[] {
  const area = 'listening'
  const from = '/proc/net/tcp'
  if (sockets === null) {
    return [{ area, name: area, severity: 'unknown', words: 'Which programs listen cannot be read here.', from }]
  }
  const outside = sockets.filter(({ loopback }) => !loopback)
  if (outside.length === 0) {
    return [{ area, name: area, severity: 'ok', words: 'No program listens to a network.', from }]
  }
  return outside.map(({ protocol, address, port, from: file }) => {
    const name = `${protocol} ${address} ${String(port)}`
    return { area, name, severity: 'attention', words: `A program listens on ${name}.`, from: file }
  })
}

/** Null: not known; a kernel without loadable modules may have every driver inside. */
export function readUsbNetworkDrivers(tree: HostTree): string[] | null {
  const modules = tree.text('/proc/modules')
  if (modules === null) return null
  return modules.split('\n').flatMap((line) => {
    const [name = ''] = line.split(' ')
    return USB_DRIVERS.test(name) ? [name] : []
  })
}

export function judgeUsbNetworkDrivers(drivers: readonly string[] | null): AirGapFinding[] {
  const area = 'usb-network'
  const from = '/proc/modules'
  if (drivers === null) {
    const words = 'Which drivers of USB network adapters are loaded cannot be read here.'
    return [{ area, name: area, severity: 'unknown', words, from }]
  }
  if (drivers.length === 0) {
    return [{ area, name: area, severity: 'ok', words: 'No driver of a USB network adapter is loaded.', from }]
  }
  return drivers.map((name) => {
    const words = `The driver ${name} of USB network adapters is loaded: one is or was attached.`
    return { area, name, severity: 'attention', words, from }
  })
}
