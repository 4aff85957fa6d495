import { canonicalJson } from '../../shared/ledger/canonical-json.ts'
import { subjectKeyIdHex } from '../release/key-id.ts'
import { anchorsOf, chainAbove, type Release } from '../release/release.ts'
import { selectIssuer } from '../release/select-issuer.ts'
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
  const stopped = release.manifest.actions.filter(({ kind }) => kind === 'disable_issuer' || kind === 'distrust')
  const read = stopped.map(({ kind, target: spki }) => {
    const known = release.authorities.find(({ facts }) => facts.spkiSha256 === spki)
    const which = known === undefined ? `SPKI SHA-256 ${spki}` : `SKI ${subjectKeyIdHex(known.facts)}`
    return `# ${kind} ${which}: find its issuer_id with "${cli} list -detailed ${mount}/issuers", then\n# ${cli} patch ${mount}/issuer/ISSUER_ID usage=read-only,crl-signing,ocsp-signing`
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
