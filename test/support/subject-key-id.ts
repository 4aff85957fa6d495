import { CertificateScan } from '../../shared/inventory/scan-certificate.ts'

/** In hex. */
export function readSubjectKeyId(der: Uint8Array): string {
  const scan = new CertificateScan()
  scan.scan(der, 0, der.length)
  return Buffer.from(der.subarray(scan.subjectKeyIdStart, scan.subjectKeyIdEnd)).toString('hex')
}
