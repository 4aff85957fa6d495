import { canonicalJson } from '../../shared/ledger/canonical-json.ts'
import { anchorsOf, chainAbove, type Release } from '../release/release.ts'
import { selectIssuer } from '../release/select-issuer.ts'
import { stoppedByManifest } from '../release/stopped.ts'
import { pems } from '../release/tls-files.ts'
import { type Driver, type TargetOf, textFile } from './driver.ts'

/**
 * OpenBao and Vault: the exact request bodies, and `commands.sh` that sends them with the CLI; let `reload` run it with the address and
 * token of the host in its environment. Lists of other CAs cannot be imported there (standards §5.3): publish them by a web root.
 */
export const openbao: Driver<'openbao'> = {
  publish: 'link',
  prepare(release, target) {
    const { authority } = selectIssuer(release, target)
    const chain = pems(chainAbove(authority, release))
    return [
      textFile('set-signed.json', canonicalJson({ certificate: chain })),
      textFile('roots.json', canonicalJson({ pem_bundle: pems(anchorsOf(release)) })),
      textFile('chain.pem', chain),
      textFile('commands.sh', commands(release, target), 0o755),
    ]
  },
}

function commands(release: Release, { cli, mount }: TargetOf<'openbao'>): string {
  const read = stoppedByManifest(release).map(({ order, spki, subjectKeyId }) => {
    const which = subjectKeyId === null ? `SPKI SHA-256 ${spki}` : `SKI ${subjectKeyId}`
    return `# ${order} ${which}: find its issuer_id with "${cli} list -detailed ${mount}/issuers", then\n# ${cli} patch ${mount}/issuer/ISSUER_ID usage=read-only,crl-signing,ocsp-signing`
  })
  return `${[
    '#!/bin/sh',
    `# Hand-off of ${release.domain}, epoch ${release.position.epoch}, sequence ${release.position.sequence}.`,
    'set -eu',
    'cd "$(dirname "$0")"',
    `${cli} write ${mount}/issuers/import/cert @roots.json`,
    `${cli} write ${mount}/intermediate/set-signed @set-signed.json`,
    `${cli} write ${mount}/config/issuers default_follows_latest_issuer=true`,
    `${cli} read ${mount}/crl/rotate`,
    ...read,
  ].join('\n')}\n`
}
