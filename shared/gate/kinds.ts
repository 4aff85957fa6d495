import { z } from '../zod.ts'

const KIB = 1024
const MIB = 1024 * KIB

/** What may come in at all: which names it has, and how large it is at most (standards §6.1). */
export interface GateRule {
  /** "a certificate request" */
  readonly what: string
  /** Endings of the name, with their dots. */
  readonly endings: readonly string[]
  readonly maxBytes: number
}

export const GATE_RULES = {
  request: {
    what: 'a certificate request',
    endings: ['.csr', '.pem', '.der', '.p10', '.req'],
    maxBytes: 16 * KIB,
  },
  requests: { what: 'a file of certificate requests', endings: ['.pem', '.csr', '.txt'], maxBytes: 8 * MIB },
  certificate: { what: 'a certificate', endings: ['.pem', '.crt', '.cer', '.der'], maxBytes: 64 * KIB },
  receipt: { what: 'the receipt of a hand-off', endings: ['.json'], maxBytes: MIB },
  status: { what: 'a status report', endings: ['.json'], maxBytes: 16 * MIB },
  signature: { what: 'a detached signature', endings: ['.p7s'], maxBytes: 64 * KIB },
  policy: { what: 'a policy', endings: ['.yaml', '.yml'], maxBytes: MIB },
  backup: { what: 'the backup of a key', endings: ['.sealed-key.json'], maxBytes: 64 * KIB },
} as const satisfies Readonly<Record<string, GateRule>>

export type GateKind = keyof typeof GATE_RULES
export const gateKind = z.enum(Object.keys(GATE_RULES) as [GateKind, ...GateKind[]])

/** What is larger is refused without a copy: quarantine keeps what somebody can still look at. */
export const QUARANTINE_MAX_BYTES = 32 * MIB

/** Kinds whose names end so. */
export function kindsNamed(name: string, wanted: readonly GateKind[]): GateKind[] {
  const lower = name.toLowerCase()
  return wanted.filter((kind) => GATE_RULES[kind].endings.some((ending) => lower.endsWith(ending)))
}

/** "a certificate request (.csr, .pem)", for a message. */
export function wantedWords(wanted: readonly GateKind[]): string {
  return wanted.map((kind) => `${GATE_RULES[kind].what} (${GATE_RULES[kind].endings.join(', ')})`).join(' or ')
}
