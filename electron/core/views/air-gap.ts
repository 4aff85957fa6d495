import { networkInterfaces } from 'node:os'

export interface AirGap {
  /** Interfaces with an address, loopback left out. */
  readonly connected: readonly string[]
}

/** Facts read from the system, not asked: which network interfaces have an address. */
export function readAirGap(): AirGap {
  const connected = Object.entries(networkInterfaces()).flatMap(([name, addresses]) => {
    const outside = (addresses ?? []).filter((address) => !address.internal)
    return outside.length === 0 ? [] : [`${name} ${outside.map((address) => address.address).join(', ')}`]
  })
  return { connected }
}
