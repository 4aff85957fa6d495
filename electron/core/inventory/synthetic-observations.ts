import { utf8ToBytes } from '../../../shared/bytes.ts'
import type { SyntheticFleet } from '../../../shared/inventory/inventory.ts'
import { SyntheticFleetRows } from '../../../shared/inventory/synthetic-fleet.ts'

const MOST = 20_000

/** What telemetry of a made-up fleet saw, as JSON Lines: every so many certificates, and those that no issuer knows. */
export function syntheticObservations(fleet: SyntheticFleet): Uint8Array {
  const rows = new SyntheticFleetRows(fleet)
  const step = Math.ceil(fleet.rows / MOST)
  const seen = Array.from({ length: Math.ceil(fleet.rows / step) }, (_, index) => index * step)
  const numbers = [...new Set([...seen, ...rows.rogues])].toSorted((a, b) => a - b)
  const lines = numbers.map((number) => {
    const row = rows.at(number)
    const issuer = fleet.issuers[row.issuer]
    return JSON.stringify({
      serial: Buffer.from(row.serial).toString('hex'),
      ...(issuer?.key_id === null || issuer === undefined ? {} : { issuer_key_id: issuer.key_id }),
      not_before: new Date(row.notBefore * 1000).toISOString(),
      not_after: new Date(row.notAfter * 1000).toISOString(),
      names: [rows.dnsName(row)],
    })
  })
  return utf8ToBytes(`${lines.join('\n')}\n`)
}
