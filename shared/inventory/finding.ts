import { digest } from '../ids.ts'
import { z } from '../zod.ts'

const whole = z.number().int().nonnegative()

/** Where something stands: a file by its name and SHA-256, and the line, byte or row in it. */
export const evidence = z.strictObject({
  source: z.string().max(1024),
  /** Of the whole file. */
  sha256: digest,
  at: z.strictObject({ unit: z.enum(['line', 'byte', 'row', 'entry']), value: whole }),
  /** What stands there, for people: a serial number, a name. */
  says: z.string().max(500),
})
export type Evidence = z.infer<typeof evidence>

export const findingKind = z.enum([
  /** A serial number that its issuer's records do not hold: nobody can explain it. */
  'unexplained-serial',
  /** Signed by a key of this facility, and the log does not know it. */
  'not-in-log',
  /** Revoked by a CRL or database, and no record says that it was issued. */
  'unexplained-revocation',
  /** Two different certificates with one serial number of one issuer (RFC 5280 §4.1.2.2 forbids it). */
  'serial-reused',
  /** The records have this certificate with other facts. */
  'facts-differ',
  /** The issuer says it is revoked, the fleet runs it. */
  'revoked-in-use',
  /** A record of the issuer that the fleet does not know. */
  'not-in-fleet',
  /** The same certificate twice. */
  'duplicate',
  /** The fast scan and a full parser read a certificate differently. */
  'parsers-disagree',
  /** Fields of a source that this version does not know. */
  'unknown-field',
  /** A source ends in the middle of a row. */
  'truncated',
])
export type FindingKind = z.infer<typeof findingKind>

export const severity = z.enum(['serious', 'warning', 'note'])
export type Severity = z.infer<typeof severity>

export const SEVERITY_OF: Readonly<Record<FindingKind, Severity>> = {
  'unexplained-serial': 'serious',
  'not-in-log': 'serious',
  'unexplained-revocation': 'serious',
  'serial-reused': 'serious',
  'facts-differ': 'serious',
  'revoked-in-use': 'warning',
  'not-in-fleet': 'note',
  duplicate: 'note',
  'parsers-disagree': 'serious',
  'unknown-field': 'note',
  truncated: 'warning',
}

/** Something that somebody has to look at, with what it rests on. */
export const finding = z.strictObject({
  kind: findingKind,
  severity,
  words: z.string().max(1000),
  /** Lowercase hex; null where it is not about one certificate. */
  serial: z.string().nullable(),
  issuer: z.string().max(500).nullable(),
  evidence: z.array(evidence).max(10),
})
export type Finding = z.infer<typeof finding>
