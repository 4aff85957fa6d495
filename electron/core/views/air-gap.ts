import { networkInterfaces } from 'node:os'

export interface AirGap {
  /** Interfaces with an address, loopback left out, each in words: "eth0 has the address 192.0.2.2". */
  readonly connected: readonly string[]
}

/** Facts read from the system, not asked: which network interfaces have an address. */
export function readAirGap(): AirGap {
  const connected = Object.entries(networkInterfaces()).flatMap(([name, addresses]) => {
    const outside = (addresses ?? []).filter((address) => !address.internal)
    const [first, ...more] = outside
    if (first === undefined) return []
    const others = more.length === 0 ? '' : ` and ${String(more.length)} more`
    return [`${name} has the address ${first.address}${others}`]
  })
  return { connected }
}
