import type { AirGapFinding, NetworkInterface } from '../../../shared/room/air-gap.ts'
import { type Host, word } from './host-tree.ts'

const FOLDER = '/sys/class/net'
/** ARPHRD_LOOPBACK in /sys/class/net/NAME/type. */
const LOOPBACK = '772'

/** Null: not readable here. */
export function readInterfaces({ tree, addresses }: Host): NetworkInterface[] | null {
  const names = tree.names(FOLDER)
  if (names === null) return null
  // a file, not a folder, is not an interface: bonding_masters
  const real = names.filter((name) => tree.names(`${FOLDER}/${name}`) !== null)
  return real.map((name) => {
    const from = `${FOLDER}/${name}`
    const carrier = word(tree, `${from}/carrier`)
    const inside = tree.names(from) ?? []
    return {
      name,
      operstate: word(tree, `${from}/operstate`),
      carrier: carrier === null ? null : carrier === '1',
      loopback: word(tree, `${from}/type`) === LOOPBACK,
      wireless: inside.includes('wireless') || inside.includes('phy80211'),
      virtual: !inside.includes('device'),
      addresses: [...(addresses.get(name) ?? [])],
      from,
    }
  })
}

export function judgeInterfaces(interfaces: readonly NetworkInterface[] | null, host: Host): AirGapFinding[] {
  if (interfaces === null) return judgeAddresses(host)
  const outside = interfaces.filter(({ loopback }) => !loopback)
  if (outside.length === 0) {
    return [
      { area: 'interface', name: 'interface', severity: 'ok', words: 'There is no network interface.', from: FOLDER },
    ]
  }
  return outside.map((found) => ({ area: 'interface', name: found.name, ...judge(found), from: found.from }))
}

function judge({ name, carrier, operstate, addresses, wireless }: NetworkInterface): {
  severity: AirGapFinding['severity']
  words: string
} {
  const address = addressWords(addresses)
  if (carrier === true || operstate === 'up') {
    const link = wireless ? 'is connected to a radio network' : 'has a link'
    return { severity: 'open', words: `${name} ${link}${address === null ? '' : ` and ${address}`}.` }
  }
  if (address !== null) return { severity: 'attention', words: `${name} ${address}, without a link.` }
  if (operstate === null) return { severity: 'unknown', words: `The state of ${name} cannot be read.` }
  if (carrier === false) return { severity: 'ok', words: `${name} is connected to nothing.` }
  return { severity: 'ok', words: `${name} is ${operstate === 'down' ? 'switched off' : operstate}.` }
}

/** On a system without /sys, an address still proves that there is a network; the lack of one proves nothing. */
function judgeAddresses({ addresses }: Host): AirGapFinding[] {
  const from = 'the system call for addresses'
  const found = [...addresses].flatMap(([name, list]): AirGapFinding[] => {
    const words = addressWords(list.filter((address) => !isLoopbackAddress(address)))
    if (words === null) return []
    return [{ area: 'interface', name, severity: 'open', words: `${name} ${words}.`, from }]
  })
  const words = 'Which network interfaces there are cannot be read here.'
  return [...found, { area: 'interface', name: 'interface', severity: 'unknown', words, from: FOLDER }]
}

function addressWords([first, ...more]: readonly string[]): string | null {
  if (first === undefined) return null
  return `has the address ${first}${more.length === 0 ? '' : ` and ${String(more.length)} more`}`
}

export function isLoopbackAddress(address: string): boolean {
  return address.startsWith('127.') || address === '::1' || address.startsWith('::ffff:127.')
}
