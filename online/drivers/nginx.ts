import { tlsFiles } from '../release/tls-files.ts'
import type { Driver } from './driver.ts'

/**
 * nginx: `ssl_client_certificate client-ca.pem`, `ssl_crl crl.pem`, `ssl_trusted_certificate anchors.pem`, `ssl_certificate server.pem`,
 * `ssl_certificate_key server.key`. It reads them at start and at a reload only.
 */
export const nginx: Driver<'nginx'> = {
  publish: 'link',
  prepare: (release, target, { now }) => tlsFiles(release, target, { now, keyName: 'server.key' }),
}
