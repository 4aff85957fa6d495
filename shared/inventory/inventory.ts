import { digest, hex, instant } from '../ids.ts'
import { z } from '../zod.ts'
import { finding } from './finding.ts'
import { inventoryOf } from './row.ts'

/** The canonical document of an imported inventory. Its SHA-256 is the inventory's name. */

export const INVENTORY_FORMAT = 'conclave-inventory/v1'

const whole = z.number().int().nonnegative()

export const sourceKind = z.enum(['json-lines', 'pem', 'der', 'certdb', 'detailed-list', 'crl', 'synthetic', 'unknown'])
export type SourceKind = z.infer<typeof sourceKind>

/** How a place in a source of this kind is told. */
export const PLACE_UNIT: Readonly<Record<SourceKind, 'line' | 'byte' | 'row' | 'entry'>> = {
  'json-lines': 'line',
  pem: 'line',
  der: 'byte',
  certdb: 'row',
  'detailed-list': 'byte',
  crl: 'byte',
  synthetic: 'row',
  unknown: 'byte',
}

export const inventorySource = z.strictObject({
  /** Relative to the folder that was given; else the name of the file. */
  name: z.string().max(1024),
  kind: sourceKind,
  size: whole,
  sha256: digest,
  rows: whole,
  rejected: whole,
})
export type InventorySource = z.infer<typeof inventorySource>

/** An issuer as rows name it: by key identifier, by public key, by name, or by several of them. */
export const inventoryIssuer = z.strictObject({
  key_id: hex.nullable(),
  spki_sha256: digest.nullable(),
  /** SHA-256 of the DER Name. */
  name_sha256: digest.nullable(),
  words: z.string().max(500).nullable(),
})
export type InventoryIssuer = z.infer<typeof inventoryIssuer>

/** How a fleet was made up for a drill; the same seed makes the same rows. */
export const syntheticFleet = z.strictObject({
  seed: z.string().min(1).max(64),
  rows: whole,
  as_of: instant,
  /** The first has a part of every region: it is the one that a drill is about. */
  issuers: z
    .array(z.strictObject({ words: z.string().max(400), key_id: hex.nullable(), spki_sha256: digest.nullable() }))
    .min(1)
    .max(50),
})
export type SyntheticFleet = z.infer<typeof syntheticFleet>

export const inventoryDocument = z.strictObject({
  format: z.literal(INVENTORY_FORMAT),
  of: inventoryOf,
  /** Not null: SYNTHETIC, made up for a drill. */
  synthetic: syntheticFleet.nullable(),
  /** SHA-256 of the file with the rules for labels; null where none was given. */
  labels: digest.nullable(),
  sources: z.array(inventorySource),
  rows: whole,
  rejected: whole,
  /** SHA-256 of the rejected rows as JSON Lines; null where there are none. */
  rejects: digest.nullable(),
  issuers: z.array(inventoryIssuer),
  /** SHA-256 over the rows in the order of the sources, by blocks of 8192; of each block its columns, one by one. */
  blocks: z.array(z.strictObject({ facts: digest, serials: digest, digests: digest, origin: digest, names: digest })),
  /** Rows that repeat an earlier one: they are kept and not counted. SHA-256 over their numbers, 4 octets each, little-endian. */
  repeated: z.strictObject({ rows: whole, sha256: digest }),
  /** Rows that another row of the same certificate says are revoked. In the same form. */
  revoked_elsewhere: z.strictObject({ rows: whole, sha256: digest }),
  /** SHA-256 over the sorted index of serial numbers, 8 octets a row. */
  serial_index: digest,
  /** SHA-256 of the canonical list of all combinations of labels. */
  groups: digest,
  findings: z.array(finding),
  /** Findings of a kind beyond as many as are written down. */
  findings_omitted: whole,
})
export type InventoryDocument = z.infer<typeof inventoryDocument>
