import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '../bytes.ts'
import type { SyntheticFleet } from './inventory.ts'
import { SeededNumbers } from './seeded-numbers.ts'

/** A fleet that never was, for drills: the same description makes the same certificates. Every name of it ends in ".invalid" (RFC 2606). */

export const SYNTHETIC_REGIONS = ['eu-west', 'us-east', 'us-west', 'ap-south', 'sa-east'] as const
/** Certificates in a thousand. */
const REGION_SHARES = [340, 260, 150, 170, 80]
const ENVIRONMENTS = ['production', 'staging', 'test'] as const
const ENVIRONMENT_SHARES = [820, 130, 50]
export const MOST_SYNTHETIC = 1_000_000
export const PLANTED_ROGUES = 3

const HOUR = 3600
const DAY = 24 * HOUR

/** Words of services, by the team that owns them; "mesh" certificates live a day, the others longer. */
const TEAMS: readonly (readonly [team: string, services: readonly string[]])[] = [
  ['payments', ['ledger', 'checkout', 'payout', 'refunds', 'card-vault', 'fraud-score', 'invoices', 'tax']],
  ['identity', ['login', 'sessions', 'directory', 'consent', 'passkeys', 'device-trust', 'audit-trail']],
  ['edge', ['gateway', 'ingress', 'cdn-origin', 'rate-limit', 'dns-control', 'waf', 'websocket']],
  ['data', ['ingest', 'stream', 'warehouse', 'features', 'catalog', 'lineage', 'search', 'export']],
  ['platform', ['scheduler', 'build', 'registry', 'config', 'flags', 'secrets-agent', 'node-agent', 'metrics', 'logs']],
  ['mobility', ['dispatch', 'routing', 'maps', 'telemetry', 'vehicle-link', 'firmware', 'depot']],
  ['commerce', ['cart', 'pricing', 'stock', 'orders', 'shipping', 'returns', 'loyalty', 'reviews']],
  ['support', ['tickets', 'chat', 'callback', 'knowledge', 'surveys']],
]
const SERVICES = TEAMS.flatMap(([team, services]) =>
  services.map((name) => ({ name, owner: `team-${team}@fleet.invalid` })),
)
/** Seconds that a certificate of a service lives, by the place of the service. */
const LIFETIMES = [DAY, 7 * DAY, 30 * DAY, 90 * DAY]

/** The fields of the row that `row` computes; one object for all rows. */
export interface SyntheticRow {
  /** 16 octets; the first is never zero. */
  readonly serial: Uint8Array
  /** 32 octets. */
  readonly spki: Uint8Array
  issuer: number
  region: number
  environment: number
  service: number
  instance: number
  notBefore: number
  notAfter: number
  isRevoked: boolean
  isRogue: boolean
}

export class SyntheticFleetRows {
  readonly row: SyntheticRow = {
    serial: new Uint8Array(16),
    spki: new Uint8Array(32),
    issuer: 0,
    region: 0,
    environment: 0,
    service: 0,
    instance: 0,
    notBefore: 0,
    notAfter: 0,
    isRevoked: false,
    isRogue: false,
  }
  /** Rows that no issuer knows, rising. */
  readonly rogues: readonly number[]
  readonly #fleet: SyntheticFleet
  readonly #key: Uint32Array
  readonly #asOf: number

  constructor(fleet: SyntheticFleet) {
    this.#fleet = fleet
    this.#asOf = Math.floor(Date.parse(fleet.as_of) / 1000)
    const digest = sha256(utf8ToBytes(`conclave-synthetic-fleet/v1\n${fleet.seed}`))
    this.#key = new Uint32Array(digest.buffer, digest.byteOffset, 8).slice()
    this.rogues = this.#plant()
  }

  serviceName(number: number): string {
    return SERVICES[number]?.name ?? ''
  }

  labels(row: SyntheticRow): readonly [service: string, environment: string, region: string, owner: string] {
    const service = SERVICES[row.service]
    return [
      service?.name ?? '',
      ENVIRONMENTS[row.environment] ?? '',
      SYNTHETIC_REGIONS[row.region] ?? '',
      service?.owner ?? '',
    ]
  }

  dnsName(row: SyntheticRow): string {
    const [service, environment, region] = this.labels(row)
    return `${service}-${String(row.instance)}.${region}.${environment}.synthetic.invalid`
  }

  /** Row `number` of the fleet. */
  at(number: number): SyntheticRow {
    const { row } = this
    const numbers = new SeededNumbers(this.#key, number)
    numbers.fill(row.serial)
    row.serial[0] = ((row.serial[0] ?? 0) % 127) + 1
    numbers.fill(row.spki)
    row.region = pick(REGION_SHARES, numbers.below(1000))
    row.environment = pick(ENVIRONMENT_SHARES, numbers.below(1000))
    // A few services have most of the certificates.
    const share = numbers.below(1_000_000) / 1_000_000
    row.service = Math.min(SERVICES.length - 1, Math.floor(SERVICES.length * share * share))
    row.instance = numbers.below(5000)
    row.issuer = this.#issuer(row.region, numbers.below(100))
    const lifetime = LIFETIMES[(row.service * 7 + row.environment) % LIFETIMES.length] ?? DAY
    // Renewed after two thirds; some are old and still listed.
    const age =
      numbers.below(1000) < 60 ? lifetime + numbers.below(lifetime) : numbers.below(Math.floor((lifetime * 2) / 3))
    row.notBefore = this.#asOf - age
    row.notAfter = row.notBefore + lifetime - 1
    row.isRevoked = numbers.below(1000) < 2
    row.isRogue = this.rogues.includes(number)
    if (row.isRogue) {
      row.issuer = 0
      row.isRevoked = false
      row.notBefore = this.#asOf - numbers.below(3 * DAY) - HOUR
      row.notAfter = row.notBefore + 365 * DAY
    }
    return row
  }

  /** Its region's issuer mostly; the first issuer, which is the one of the drill, has a part of every region. */
  #issuer(region: number, draw: number): number {
    const { issuers } = this.#fleet
    if (issuers.length < 2 || draw < 35) return 0
    return 1 + (region % (issuers.length - 1))
  }

  #plant(): number[] {
    const numbers = new SeededNumbers(this.#key, 0xffff_ffff)
    const rogues = new Set<number>()
    while (rogues.size < Math.min(PLANTED_ROGUES, this.#fleet.rows)) rogues.add(numbers.below(this.#fleet.rows))
    return [...rogues].toSorted((a, b) => a - b)
  }
}

function pick(shares: readonly number[], draw: number): number {
  let left = draw
  for (const [index, share] of shares.entries()) {
    if (left < share) return index
    left -= share
  }
  return shares.length - 1
}
