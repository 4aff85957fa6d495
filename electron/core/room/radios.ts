import type { AirGapFinding, Radio } from '../../../shared/room/air-gap.ts'
import { type HostTree, word } from './host-tree.ts'

/** For each kind of radio: the class of its devices, the name of its switches in rfkill, its words. */
const KINDS = [
  { kind: 'wireless', folder: '/sys/class/ieee80211', type: 'wlan', noun: 'Wi-Fi adapter' },
  { kind: 'bluetooth', folder: '/sys/class/bluetooth', type: 'bluetooth', noun: 'Bluetooth adapter' },
  { kind: 'mobile-broadband', folder: '/sys/class/wwan', type: 'wwan', noun: 'mobile broadband modem' },
] as const

const SWITCHES = '/sys/class/rfkill'

interface Switch {
  readonly name: string
  readonly type: string
  readonly blocked: Radio['blocked']
  readonly from: string
}

/** Null: not readable here. A class that is missing below a readable /sys/class has no device. */
export function readRadios(tree: HostTree): Radio[] | null {
  if ((tree.names('/sys/class') ?? []).length === 0) return null
  const switches = readSwitches(tree)
  return KINDS.flatMap(({ kind, folder, type }) =>
    (tree.names(folder) ?? [])
      // a connection that is open (hci0:11) and the ports of a modem (wwan0at0) are not radios
      .filter((name) => /^[a-z]+\d+$/.test(name))
      .map((name) => ({ kind, name, ...blockedBy(switches, type, name, `${folder}/${name}`) })),
  )
}

export function judgeRadios(radios: readonly Radio[] | null): AirGapFinding[] {
  return KINDS.flatMap(({ kind, folder, noun }): AirGapFinding[] => {
    if (radios === null) {
      const words = `Whether there is a ${noun} cannot be read here.`
      return [{ area: kind, name: kind, severity: 'unknown', words, from: folder }]
    }
    const found = radios.filter((radio) => radio.kind === kind)
    if (found.length === 0) {
      return [{ area: kind, name: kind, severity: 'ok', words: `There is no ${noun}.`, from: folder }]
    }
    return found.map(({ name, blocked, from }) => ({
      area: kind,
      name,
      ...judge(`The ${noun} ${name}`, blocked),
      from,
    }))
  })
}

function judge(what: string, blocked: Radio['blocked']): Pick<AirGapFinding, 'severity' | 'words'> {
  switch (blocked) {
    case 'hard':
      return { severity: 'ok', words: `${what} is switched off by hardware.` }
    case 'soft':
      return { severity: 'attention', words: `${what} is switched off, by software only.` }
    case 'no':
      return { severity: 'open', words: `${what} is switched on.` }
    case 'unknown':
      return { severity: 'unknown', words: `${what} has no switch that can be read.` }
  }
}

/** Its own switch, or else one of the whole machine (tpacpi_bluetooth_sw, dell-wifi): a blocked one stops the device. */
function blockedBy(switches: readonly Switch[], type: string, name: string, device: string) {
  const ofType = switches.filter((other) => other.type === type)
  const own = ofType.filter((other) => other.name === name)
  const others = ofType.filter((other) => !/^(phy|hci|wwan)\d+$/.test(other.name))
  const [strongest] = [...own, ...others].toSorted((a, b) => ORDER.indexOf(a.blocked) - ORDER.indexOf(b.blocked))
  if (strongest === undefined) return { blocked: 'unknown' as const, from: device }
  return { blocked: strongest.blocked, from: strongest.from }
}

const ORDER: readonly Radio['blocked'][] = ['hard', 'soft', 'no', 'unknown']

function readSwitches(tree: HostTree): Switch[] {
  return (tree.names(SWITCHES) ?? []).map((entry) => {
    const from = `${SWITCHES}/${entry}`
    const [hard, soft] = [word(tree, `${from}/hard`), word(tree, `${from}/soft`)]
    const blocked = hard === '1' ? 'hard' : soft === '1' ? 'soft' : soft === '0' && hard === '0' ? 'no' : 'unknown'
    return { name: word(tree, `${from}/name`) ?? entry, type: word(tree, `${from}/type`) ?? '', blocked, from }
  })
}
