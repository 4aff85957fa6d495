import { utf8ToBytes } from '../../../shared/bytes.ts'
import { type Attack, withFile, withManifest } from './attack.ts'

const malformed = (what: string, make: Attack['make']): Attack => ({ what, make, code: 'handoff-malformed' })
const unsigned = (what: string, make: Attack['make']): Attack => ({ what, make, code: 'handoff-signature-invalid' })

/** Every field of the manifest changed without a new signature. */
const FIELDS: readonly (readonly [string, (text: string) => string])[] = [
  ['practice', (text) => text.replace('"practice":false', '"practice":true')],
  ['domain', (text) => text.replace('"domain":"fleet.example"', '"domain":"other.example"')],
  ['epoch', (text) => text.replace('"epoch":1', '"epoch":2')],
  ['sequence', (text) => text.replace('"sequence":2', '"sequence":3')],
  ['previous_manifest_sha256', (text) => text.replace(/("previous_manifest_sha256":")[0-9a-f]{2}/, '$100')],
  ['issued_at', (text) => text.replace(/("issued_at":")\d{4}/, '$12020')],
  [
    'expires_at',
    (text) =>
      text
        .replace(/("expires_at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.000/, '$1.001')
        .replace(/("next_update":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.000/g, '$1.001'),
  ],
  ['next_expected_by', (text) => text.replace(/("next_expected_by":")\d{4}(-\d\d)/, '$12027-01')],
  ['time_source', (text) => text.replace('attested by alice', 'attested by mallory')],
  ['ceremony_id', (text) => text.replace('run-0001', 'run-0002')],
  ['log_checkpoint', (text) => text.replace('"size":42', '"size":43')],
  ['in_reply_to', (text) => text.replace('abab', 'cdcd')],
  [
    'artifact sha256',
    (text) => text.replace(/("path":"certs\/fleet-root.der","serial":"[0-9a-f]+","sha256":")[0-9a-f]{2}/, '$100'),
  ],
  ['artifact size', (text) => text.replace(/"size":1/, '"size":2')],
  ['artifact crl_number', (text) => text.replace('"crl_number":"8"', '"crl_number":"9"')],
  ['artifact media_type', (text) => text.replace('"media_type":"text/plain"', '"media_type":"text/html"')],
  ['action kind', (text) => text.replace('"kind":"install_issuer"', '"kind":"add_anchor"')],
  ['action reason', (text) => text.replace('"reason":null', '"reason":"x"')],
  ['signers_required threshold', (text) => text.replace('"threshold":2', '"threshold":1')],
]

export const MANIFEST_ATTACKS: readonly Attack[] = [
  ...FIELDS.map(([field, change]) => unsigned(`manifest: ${field} changed`, () => withManifest(change))),
  malformed('manifest: state_digest changed', () =>
    withManifest((text) => text.replace(/("state_digest":")[0-9a-f]{2}/, '$100')),
  ),
  malformed('manifest missing', () => withFile('manifest.json', () => null)),
  malformed('manifest: member twice', () => withManifest((text) => text.replace('{', '{"epoch":1,'))),
  malformed('manifest: space that canonical JSON has not', () => withManifest((text) => text.replace('{', '{ '))),
  malformed('manifest: members in another order', () =>
    withManifest((text) =>
      text.replace(/^\{("actions":\[.*?\]),("artifacts")/, '{$2').replace(/\}$/, ',"actions":[]}'),
    ),
  ),
  malformed('manifest: unknown member', () => withManifest((text) => text.replace('{', '{"a":1,'))),
  malformed('manifest: member missing', () => withManifest((text) => text.replace('"ceremony_id":"run-0001",', ''))),
  malformed('manifest: number with an exponent', () =>
    withManifest((text) => text.replace('"epoch":1', '"epoch":1e0')),
  ),
  malformed('manifest: number beyond 2^53', () =>
    withManifest((text) => text.replace('"size":42', '"size":9007199254740993')),
  ),
  malformed('manifest: another format', () => withManifest((text) => text.replace('ca-handoff/v1', 'ca-handoff/v2'))),
  malformed('manifest: path that climbs', () =>
    withManifest((text) => text.replace('"certs/fleet-root.der"', '"../fleet-root.der"')),
  ),
  malformed('manifest: path twice', () =>
    withManifest((text) => text.replace('"path":"certs/fleet-root.der"', '"path":"certs/fleet-root.pem"')),
  ),
  malformed('manifest: path in capitals and not', () =>
    withManifest((text) => text.replace('"path":"certs/fleet-root.der"', '"path":"certs/fleet-root.PEM"')),
  ),
  malformed('manifest: hashes itself', () =>
    withManifest((text) => text.replace('"path":"certs/fleet-root.der"', '"path":"manifest.json"')),
  ),
  malformed('manifest: target of an action that is not there', () =>
    withManifest((text) => text.replace(/"target":"certs\/[a-z0-9-]+\.der"/, '"target":"certs/nothing.der"')),
  ),
  malformed('manifest: expires after the nextUpdate of a CRL', () =>
    withManifest((text) => text.replace(/("expires_at":")\d{4}/, '$12099')),
  ),
  malformed('manifest: threshold of more than there are signers', () =>
    withManifest((text) => text.replace('"threshold":2', '"threshold":4')),
  ),
  malformed('manifest: 30th of February', () =>
    withManifest((text) => text.replace(/("issued_at":")\d{4}-\d\d-\d\d/, '$12026-02-30')),
  ),
  malformed('manifest that is not UTF-8', () =>
    withFile('manifest.json', (bytes) => Buffer.concat([bytes, Buffer.from([0xff])])),
  ),
  malformed('manifest of 3 MB', () => withFile('manifest.json', () => Buffer.alloc(3 * 1024 * 1024, 0x20))),
  malformed('manifest nested 10,000 deep', () =>
    withFile('manifest.json', () => utf8ToBytes('['.repeat(10_000) + ']'.repeat(10_000))),
  ),
]
