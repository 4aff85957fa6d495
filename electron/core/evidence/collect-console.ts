import { arch, cpus, hostname, release, totalmem, type, userInfo, version } from 'node:os'
import type { AirGap } from '../../../shared/room/air-gap.ts'
import type { HostClockFacts } from '../../../shared/room/clock-check.ts'
import { type Clock, monotonic, toInstant } from '../clock.ts'
import { hostTree, type HostTree, word } from '../room/host-tree.ts'
import { SOFTWARE } from '../software.ts'
import { programDigest } from '../program.ts'
import type { About, Acquirer } from './acquirer.ts'
import { hashPrograms } from './running-programs.ts'

export interface ConsoleSources {
  readonly clock: Clock
  readonly airGap: () => AirGap
  readonly hostClock: (now: number) => HostClockFacts
  /** Processes of Conclave beside this one, with the PKCS#11 module that each has loaded. */
  readonly hsms: readonly { readonly pid: number | undefined; readonly modulePath: string }[]
  /** What was said of the clock in the log, last. */
  readonly clockCheck: unknown
  readonly tree?: HostTree
}

/** Files of the kernel that are kept as they read. */
const RAW: readonly (readonly [path: string, what: string])[] = [
  ['/proc/self/mountinfo', 'Everything that is mounted'],
  ['/proc/modules', 'Modules of the kernel that are loaded'],
  ['/proc/net/tcp', 'TCP sockets'],
  ['/proc/net/tcp6', 'TCP sockets, IPv6'],
  ['/proc/net/udp', 'UDP sockets'],
  ['/proc/net/udp6', 'UDP sockets, IPv6'],
  ['/proc/net/arp', 'Neighbours on the network'],
  ['/proc/meminfo', 'Memory'],
  ['/etc/os-release', 'The operating system'],
]

/** What this computer says of itself, the most volatile first. Reads only. */
export async function collectConsole(acquirer: Acquirer, sources: ConsoleSources): Promise<void> {
  const tree = sources.tree ?? hostTree()
  const from = (what: string, source: string, name: string): About => ({
    group: 'console',
    what,
    source: `this computer, ${source}`,
    name,
    method: 'read from the system by Conclave',
  })
  acquirer.json(from('Running processes', '/proc', 'processes.json'), readProcesses(tree))
  acquirer.json(
    from('Interfaces, routes, radios, open ports, media', '/sys and /proc', 'network.json'),
    sources.airGap(),
  )
  const now = sources.clock.now()
  acquirer.json(from('The clock of this computer', 'the system', 'clock.json'), {
    now: toInstant(now),
    sinceStartMilliseconds: Math.round(monotonic()),
    host: sources.hostClock(now),
    lastCheck: sources.clockCheck,
  })
  acquirer.json(from('Kernel, host and start', 'the system', 'system.json'), readSystem(tree))
  for (const [path, what] of RAW) {
    await acquirer.attempt('console', path, () => {
      const text = tree.text(path)
      if (text === null) return
      acquirer.bytes(from(what, path, `${path.slice(1).replaceAll('/', '-')}.txt`), new TextEncoder().encode(text))
    })
  }
  acquirer.json(
    from(
      'SHA-256 of the programs of Conclave and of every library that they have loaded',
      'the files that run',
      'programs.json',
    ),
    {
      software: SOFTWARE,
      sources: programDigest(),
      node: process.version,
      versions: { ...process.versions },
      ...(await hashPrograms(sources.hsms, tree)),
    },
  )
}

/** Without command lines: those may hold a PIN. */
function readProcesses(tree: HostTree): object[] {
  const pids = (tree.names('/proc') ?? []).filter((name) => /^\d+$/.test(name))
  return pids.flatMap((pid) => {
    const stat = tree.text(`/proc/${pid}/stat`)
    if (stat === null) return []
    // the name is in parentheses and may hold anything: what follows the last one is fields 3 and on of proc_pid_stat(5)
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const uid = /^Uid:\s+(\d+)/m.exec(tree.text(`/proc/${pid}/status`) ?? '')?.[1]
    return [
      {
        pid: Number(pid),
        parent: Number(fields[1] ?? 0),
        name: word(tree, `/proc/${pid}/comm`) ?? '',
        program: tree.link(`/proc/${pid}/exe`),
        user: uid === undefined ? null : Number(uid),
        startedTicks: fields[19] ?? '',
      },
    ]
  })
}

function readSystem(tree: HostTree): object {
  return {
    host: hostname(),
    system: type(),
    release: release(),
    version: version(),
    architecture: arch(),
    processors: cpus().map(({ model }) => model),
    memoryBytes: totalmem(),
    user: userInfo().username,
    machineId: word(tree, '/etc/machine-id'),
    bootId: word(tree, '/proc/sys/kernel/random/boot_id'),
    commandLine: word(tree, '/proc/cmdline'),
    uptime: word(tree, '/proc/uptime'),
    product: word(tree, '/sys/class/dmi/id/product_name'),
    firmware: word(tree, '/sys/class/dmi/id/bios_version'),
    swap: tree.text('/proc/swaps'),
  }
}
