import { generateKeyPairSync } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { CertificateScan } from '../../shared/inventory/scan-certificate.ts'
import { SIGNATURE_ALGORITHM_IDENTIFIER } from '../../shared/pki/algorithm-identifiers.ts'
import { time } from '../../shared/pki/der-time.ts'
import {
  bitString,
  contextConstructed,
  contextPrimitive,
  integer,
  octetString,
  sequence,
  unsignedInteger,
} from '../../shared/pki/der.ts'
import { utf8ToBytes } from '../../shared/bytes.ts'
import {
  authorityKeyIdentifierValue,
  basicConstraintsValue,
  caIssuersValue,
  crlDistributionPointsValue,
  extendedKeyUsageValue,
  extension,
  keyUsageValue,
} from '../../shared/pki/extensions.ts'
import { encodeName } from '../../shared/pki/names.ts'

export const FLEET_START = Date.UTC(2026, 9, 1)
export const REGIONS = ['eu-west', 'us-east', 'ap-south', 'sa-east', 'af-south'] as const

export interface LeafInput {
  readonly serial: Uint8Array
  readonly issuer: string
  readonly issuerKeyId: Uint8Array
  readonly names: readonly Uint8Array[]
  readonly notBefore: number
  readonly notAfter: number
  readonly spki: Uint8Array
  readonly isCa?: boolean
}

export function dnsName(name: string): Uint8Array {
  return contextPrimitive(2, utf8ToBytes(name))
}

export function uriName(uri: string): Uint8Array {
  return contextPrimitive(6, utf8ToBytes(uri))
}

export function newSpki(): Uint8Array {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
}

/** A certificate as an issuing CA makes it, but for its signature, which is none: an inventory verifies no signatures. */
export function leafCertificate(input: LeafInput): Uint8Array {
  const algorithm = SIGNATURE_ALGORITHM_IDENTIFIER['ecdsa-sha256']
  const tbs = sequence(
    contextConstructed(0, integer(2)),
    unsignedInteger(input.serial),
    algorithm,
    encodeName({ country: 'CH', organization: 'Meridian Fleet AG', commonName: input.issuer }),
    sequence(time(input.notBefore), time(input.notAfter)),
    encodeName({ commonName: 'fleet' }),
    input.spki,
    contextConstructed(
      3,
      sequence(
        extension('basicConstraints', true, basicConstraintsValue({ ca: input.isCa === true })),
        extension('authorityKeyIdentifier', false, authorityKeyIdentifierValue(input.issuerKeyId)),
        extension(
          'keyUsage',
          true,
          keyUsageValue(input.isCa === true ? ['keyCertSign', 'cRLSign'] : ['digitalSignature']),
        ),
        extension('extendedKeyUsage', false, extendedKeyUsageValue(['serverAuth', 'clientAuth'])),
        extension('subjectKeyIdentifier', false, octetString(new Uint8Array(20).fill(9))),
        extension('authorityInfoAccess', false, caIssuersValue(['http://pki.fleet.example/issuing-ca.cer'])),
        extension(
          'cRLDistributionPoints',
          false,
          crlDistributionPointsValue(['http://pki.fleet.example/issuing-ca.crl']),
        ),
        extension('subjectAltName', false, sequence(...input.names)),
      ),
    ),
  )
  const signature = sequence(
    unsignedInteger(new Uint8Array(32).fill(0x5a)),
    unsignedInteger(new Uint8Array(32).fill(0x3c)),
  )
  return sequence(tbs, algorithm, bitString(signature))
}

/** `count` different certificates of three CAs in five regions as DER, one after another, in one file. */
export function writeFleet(path: string, count: number): void {
  const templates = [1, 2, 3].flatMap((ca) =>
    REGIONS.map((region) => {
      const der = Buffer.from(
        leafCertificate({
          serial: new Uint8Array(16).fill(0x41),
          issuer: `Fleet Issuing CA ${String(ca)}`,
          issuerKeyId: new Uint8Array(20).fill(ca),
          names: [
            dnsName(`svc-00.${region}.production.fleet.example`),
            uriName(`spiffe://fleet.example/${region}/svc-00`),
          ],
          notBefore: FLEET_START,
          notAfter: FLEET_START + 90 * 86_400_000,
          spki: newSpki(),
        }),
      )
      const scan = new CertificateScan()
      scan.scan(der, 0, der.length)
      return { der, serial: scan.serialStart, services: occurrences(der, 'svc-00') }
    }),
  )
  const file = openSync(path, 'w')
  let batch: Buffer[] = []
  for (let i = 0; i < count; i++) {
    const template = templates[i % templates.length]
    if (template === undefined) break
    const der = Buffer.from(template.der)
    der.writeUInt32BE(0x5000_0000 + i, template.serial)
    der.writeUInt32BE(Math.imul(i, 0x9e3779b1) >>> 0, template.serial + 8)
    for (const at of template.services) der.write(String(i % 40).padStart(2, '0'), at + 4, 'latin1')
    batch.push(der)
    if (batch.length < 4096 && i < count - 1) continue
    writeSync(file, Buffer.concat(batch))
    batch = []
  }
  closeSync(file)
}

function occurrences(bytes: Buffer, text: string): number[] {
  const found: number[] = []
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) found.push(at)
  return found
}
