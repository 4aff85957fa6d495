import { type Deviation, inOneText } from '../procedure/deviation.ts'
import { z } from '../zod.ts'

// Facts about the machine and its surroundings that are read from the system, not asked. What cannot be read is unknown,
// never ok. `from` is the file that said it.

export const airGapArea = z.enum([
  'interface',
  'route',
  'wireless',
  'bluetooth',
  'mobile-broadband',
  'listening',
  'media',
  'network-drive',
  'usb-network',
  'container',
])
export type AirGapArea = z.infer<typeof airGapArea>

/** `open`: the machine can be reached or reach out. `attention`: it could soon, or something foreign is attached. */
export const airGapFinding = z.strictObject({
  area: airGapArea,
  /** The device, route or socket; the same as `area` when the finding is about the whole area. */
  name: z.string(),
  severity: z.enum(['open', 'attention', 'unknown', 'ok']),
  words: z.string(),
  from: z.string(),
})
export type AirGapFinding = z.infer<typeof airGapFinding>

const text = z.string()

export const networkInterface = z.strictObject({
  name: text,
  /** RFC 2863 operational state as Linux spells it; null: not readable. */
  operstate: text.nullable(),
  /** A cable or a radio network is connected; null while the interface is switched off. */
  carrier: z.boolean().nullable(),
  loopback: z.boolean(),
  wireless: z.boolean(),
  /** Made by software (bridge, tunnel ...), no hardware of its own. */
  virtual: z.boolean(),
  addresses: z.array(text),
  from: text,
})
export const networkRoute = z.strictObject({ destination: text, interface: text, default: z.boolean(), from: text })
/** A radio of this machine. `blocked`: by a key or switch (hard), by software (soft), not at all (no), or not known. */
export const radio = z.strictObject({
  kind: z.enum(['wireless', 'bluetooth', 'mobile-broadband']),
  name: text,
  blocked: z.enum(['hard', 'soft', 'no', 'unknown']),
  from: text,
})
export const listeningSocket = z.strictObject({
  protocol: z.enum(['tcp', 'tcp6', 'udp', 'udp6']),
  address: text,
  port: z.number().int(),
  loopback: z.boolean(),
  from: text,
})
/** A medium that can be taken away, or that hangs on USB. */
export const removableMedium = z.strictObject({
  device: text,
  model: text,
  /** Null: no size can be read. Zero: a drive without a medium. */
  bytes: z.number().int().nullable(),
  usb: z.boolean(),
  mounts: z.array(z.strictObject({ device: text, at: text, fileSystem: text, options: z.array(text) })),
  from: text,
})

export type NetworkInterface = z.infer<typeof networkInterface>
export type NetworkRoute = z.infer<typeof networkRoute>
export type Radio = z.infer<typeof radio>
export type ListeningSocket = z.infer<typeof listeningSocket>
export type RemovableMedium = z.infer<typeof removableMedium>

/** What the step check-air-gap writes. */
export const airGap = z.strictObject({
  findings: z.array(airGapFinding),
  facts: z.strictObject({
    interfaces: z.array(networkInterface),
    routes: z.array(networkRoute),
    radios: z.array(radio),
    listening: z.array(listeningSocket),
    media: z.array(removableMedium),
    /** Drivers of USB network adapters that are loaded; null: not known. */
    usbNetworkDrivers: z.array(text).nullable(),
  }),
})
export type AirGap = z.infer<typeof airGap>
export type AirGapVerdict = AirGapFinding['severity']

/** The worst finding. */
export function airGapVerdict({ findings }: Pick<AirGap, 'findings'>): AirGapVerdict {
  const order = ['open', 'unknown', 'attention'] as const
  return order.find((severity) => findings.some((finding) => finding.severity === severity)) ?? 'ok'
}

const WORST_FIRST = ['open', 'unknown', 'attention', 'ok'] as const

/** The same findings, worst first. */
export function worstFirst(findings: readonly AirGapFinding[]): AirGapFinding[] {
  return findings.toSorted((a, b) => WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity))
}

/**
 * What is open, or cannot be known, is not how the room should be; null when nothing is. What only calls for a look is
 * written, and no exception.
 */
export function airGapDeviation({ findings }: Pick<AirGap, 'findings'>): Deviation | null {
  const wrong = worstFirst(findings).filter(({ severity }) => severity === 'open' || severity === 'unknown')
  if (wrong.length === 0) return null
  return {
    expected:
      'This computer is cut off: it has no network, no radio that is on and no network drive, and all of that can be read.',
    happened: inOneText(wrong.map(({ words }) => words)),
  }
}

export interface RoomChange {
  readonly change: 'appeared' | 'changed' | 'gone'
  readonly finding: AirGapFinding
}

/**
 * What was attached, detached or switched between two readings. Sockets are left out: programs open and close them all
 * the time.
 */
export function compareAirGaps(before: AirGap, after: AirGap): RoomChange[] {
  const [old, now] = [named(before), named(after)]
  const gone = [...old].filter(([key]) => !now.has(key)).map(([, finding]) => ({ change: 'gone' as const, finding }))
  const other = [...now].flatMap(([key, finding]): RoomChange[] => {
    const known = old.get(key)
    if (known === undefined) return [{ change: 'appeared', finding }]
    return known.words === finding.words ? [] : [{ change: 'changed', finding }]
  })
  return [...gone, ...other]
}

function named({ findings }: AirGap): Map<string, AirGapFinding> {
  const lasting = findings.filter(({ area, name }) => area !== 'listening' && name !== area)
  return new Map(lasting.map((finding) => [`${finding.area} ${finding.name}`, finding]))
}
