import { tlsFiles } from '../release/tls-files.ts'
import type { Driver } from './driver.ts'

/** haproxy: `bind ... crt server.pem ca-file client-ca.pem crl-file crl.pem`; it looks for the key in `server.pem.key` (2.2 and newer). */
export const haproxy: Driver<'haproxy'> = {
  publish: 'link',
  prepare: (release, target, { now }) => tlsFiles(release, target, { now, keyName: 'server.pem.key' }),
}
