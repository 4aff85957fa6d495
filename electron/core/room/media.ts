import type { AirGapFinding, RemovableMedium } from '../../../shared/room/air-gap.ts'
import { type HostTree, word } from './host-tree.ts'
import { type Mount, MOUNTS } from './mounts.ts'

const FOLDER = '/sys/block'
/** standards.md 6.1: how a foreign medium is mounted. */
export const CAREFUL = ['ro', 'nosuid', 'nodev', 'noexec'] as const
const NETWORK_DRIVES =
  /^(nfs\d?|cifs|smb3?|smbfs|9p|ceph|glusterfs|lustre|afs|davfs|ncpfs|fuse\.(sshfs|davfs2?|rclone|s3fs|glusterfs|curlftpfs))$/

/** Media that can be taken away. Null: not readable here. */
export function readMedia(tree: HostTree, mounts: readonly Mount[] | null): RemovableMedium[] | null {
  const devices = tree.names(FOLDER)
  if (devices === null || mounts === null) return null
  return devices.flatMap((device) => {
    const from = `${FOLDER}/${device}`
    const usb = tree.link(from)?.includes('/usb') ?? false
    if (!usb && word(tree, `${from}/removable`) !== '1') return []
    const names = [device, ...partsOf(tree, device), ...mappedOver(tree, devices, device)]
    const nodes = new Set(names.map((name) => `/dev/${name}`))
    const sectors = word(tree, `${from}/size`)
    return [
      {
        device,
        model: ['vendor', 'model'].flatMap((name) => word(tree, `${from}/device/${name}`) ?? []).join(' '),
        // the size in /sys is in units of 512 bytes, whatever the sectors of the device are
        bytes: sectors === null ? null : Number(sectors) * 512,
        usb,
        mounts: mounts
          .filter((mount) => nodes.has(mount.device))
          .map((mount) => ({ ...mount, options: [...mount.options] })),
        from,
      },
    ]
  })
}

export function judgeMedia(media: readonly RemovableMedium[] | null): AirGapFinding[] {
  if (media === null) {
    const words = 'Which media are attached cannot be read here.'
    return [{ area: 'media', name: 'media', severity: 'unknown', words, from: FOLDER }]
  }
  if (media.length === 0) {
    return [{ area: 'media', name: 'media', severity: 'ok', words: 'No removable medium is attached.', from: FOLDER }]
  }
  return media.map((medium) => ({ area: 'media', name: medium.device, ...judge(medium), from: medium.from }))
}

export function judgeNetworkDrives(mounts: readonly Mount[] | null): AirGapFinding[] {
  return (mounts ?? [])
    .filter(({ fileSystem }) => NETWORK_DRIVES.test(fileSystem))
    .map(({ device, at, fileSystem }) => ({
      area: 'network-drive',
      name: at,
      severity: 'open',
      words: `${at} is the network drive ${device} (${fileSystem}).`,
      from: MOUNTS,
    }))
}

function judge({ device, model, bytes, usb, mounts }: RemovableMedium): Pick<AirGapFinding, 'severity' | 'words'> {
  const what = `${model === '' ? device : `${model} (${device}`}${model === '' ? '' : ')'}`
  const optical = device.startsWith('sr')
  // an optical drive says a size also when it is empty
  if (mounts.length === 0 && (bytes === 0 || optical)) return { severity: 'ok', words: `${what} is not in use.` }
  const size = bytes === null || optical ? '' : `, ${sizeWords(bytes)}`
  const kind = usb ? 'USB medium' : 'medium'
  if (mounts.length === 0) {
    return { severity: 'attention', words: `The ${kind} ${what}${size}, is attached and not mounted.` }
  }
  const places = mounts.map(({ at, options }) => {
    const missing = CAREFUL.filter((option) => !options.includes(option))
    return { text: `${at}${missing.length === 0 ? '' : ` (not ${missing.join(', ')})`}`, careful: missing.length === 0 }
  })
  return {
    severity: places.every(({ careful }) => careful) ? 'ok' : 'attention',
    words: `The ${kind} ${what}${size}, is mounted at ${places.map(({ text }) => text).join(' and ')}.`,
  }
}

/** sdb1, mmcblk0p1: partitions are folders inside their disk. */
function partsOf(tree: HostTree, disk: string): string[] {
  return (tree.names(`${FOLDER}/${disk}`) ?? []).filter((name) => name.startsWith(disk))
}

/** Encrypted volumes on it: /dev/mapper/NAME of every dm device that lists it, or a part of it, below slaves. */
function mappedOver(tree: HostTree, devices: readonly string[], disk: string): string[] {
  const below = new Set([disk, ...partsOf(tree, disk)])
  return devices.flatMap((device) => {
    const slaves = tree.names(`${FOLDER}/${device}/slaves`) ?? []
    if (!slaves.some((name) => below.has(name))) return []
    const name = word(tree, `${FOLDER}/${device}/dm/name`)
    return name === null ? [device] : [device, `mapper/${name}`]
  })
}

function sizeWords(bytes: number): string {
  const giga = bytes / 1e9
  return giga >= 1 ? `${giga.toFixed(giga < 10 ? 1 : 0)} GB` : `${(bytes / 1e6).toFixed(0)} MB`
}
