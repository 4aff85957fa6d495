import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dnsName, FLEET_START, leafCertificate, newSpki } from './fleet-certificates.ts'

const spki = newSpki()

export function leaf(serial: number, name = `svc-${String(serial)}.eu.fleet.example`, issuer = 'Issuing CA 1'): Buffer {
  return Buffer.from(
    leafCertificate({
      serial: Uint8Array.of(0x41, serial >> 8, serial & 0xff),
      issuer,
      issuerKeyId: new Uint8Array(20).fill(7),
      names: [dnsName(name)],
      notBefore: FLEET_START,
      notAfter: FLEET_START + 86_400_000,
      spki,
    }),
  )
}

/** A row of JSON Lines. */
export const FACTS = {
  serial: '41:00:01',
  issuer_key_id: '07'.repeat(20),
  not_before: '2026-10-01T00:00:00Z',
  not_after: '2026-10-02T00:00:00.5Z',
  names: ['svc-1.eu.fleet.example', 'URI:spiffe://fleet.example/svc-1'],
  service: 'svc-1',
  environment: 'production',
  region: 'eu',
  owner: 'team-1',
}

export function lines(...rows: readonly (object | string)[]): string {
  return rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join('')
}

/** What was set aside beside `folder`/inventory.db. */
export function rejectsOf(
  folder: string,
): { source: string; unit: string; at: number; reason: string; bytes: string | null }[] {
  const text = readFileSync(join(folder, 'inventory.db.rejects.jsonl'), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ReturnType<typeof rejectsOf>[number])
}
