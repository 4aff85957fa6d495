import type { AirGap, AirGapFinding } from '../../../shared/room/air-gap.ts'
import { type Host, type HostTree, thisHost } from './host-tree.ts'
import { judgeInterfaces, readInterfaces } from './interfaces.ts'
import { judgeMedia, judgeNetworkDrives, readMedia } from './media.ts'
import { readMounts } from './mounts.ts'
import {
  judgeListening,
  judgeRoutes,
  judgeUsbNetworkDrivers,
  readListening,
  readRoutes,
  readUsbNetworkDrivers,
} from './network-use.ts'
import { judgeRadios, readRadios } from './radios.ts'

/** Facts read from the system, not asked. Takes about a millisecond; reads nothing but small files of the kernel. */
export function readAirGap(host: Host = thisHost()): AirGap {
  const { tree } = host
  const interfaces = readInterfaces(host)
  const routes = readRoutes(tree)
  const radios = readRadios(tree)
  const listening = readListening(tree)
  const mounts = readMounts(tree)
  const media = readMedia(tree, mounts)
  const usbNetworkDrivers = readUsbNetworkDrivers(tree)
  return {
    findings: [
      ...judgeContainer(tree),
      ...judgeInterfaces(interfaces, host),
      ...judgeRoutes(routes),
      ...judgeRadios(radios),
      ...judgeListening(listening),
      ...judgeMedia(media),
      ...judgeNetworkDrives(mounts),
      ...judgeUsbNetworkDrivers(usbNetworkDrivers),
    ],
    facts: {
      interfaces: interfaces ?? [],
      routes: routes ?? [],
      radios: radios ?? [],
      listening: listening ?? [],
      media: media ?? [],
      usbNetworkDrivers,
    },
  }
}

/** A container has a network of its own and shows nothing of the machine around it. */
function judgeContainer(tree: HostTree): AirGapFinding[] {
  const from = ['/.dockerenv', '/run/.containerenv', '/run/systemd/container'].find((path) => tree.text(path) !== null)
  if (from === undefined) return []
  const words = 'This program runs in a container: it does not see the network of the machine.'
  return [{ area: 'container', name: 'container', severity: 'unknown', words, from }]
}
