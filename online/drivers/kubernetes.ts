import {
  type AnchorsObject,
  clusterTrustBundle,
  trustManagerBundle,
} from '../../shared/handoff/consumers/kubernetes-objects.ts'
import { canonicalJson } from '../../shared/ledger/canonical-json.ts'
import { anchorsOf, chainAbove, type Release } from '../release/release.ts'
import { selectIssuer } from '../release/select-issuer.ts'
import { pems } from '../release/tls-files.ts'
import { type Driver, type TargetOf, textFile } from './driver.ts'

/**
 * Manifests for cert-manager, trust-manager and ClusterTrustBundle; `reload` may be `kubectl apply -f`. The Secret of a CA issuer is
 * patched, because its key never leaves the cluster; its `tls.crt` ends with the root (standards §5.6).
 */
export const kubernetes: Driver<'kubernetes'> = {
  publish: 'link',
  prepare(release, target) {
    const { authority } = selectIssuer(release, target)
    const chain = pems(chainAbove(authority, release)) + pems(anchorsOf(release))
    const base64 = (text: string): string => Buffer.from(text).toString('base64')
    const patch = { data: { 'ca.crt': base64(pems(anchorsOf(release))), 'tls.crt': base64(chain) } }
    return [
      textFile('trust-manager-bundle.yaml', trustManagerBundle(anchorsObject(release, target))),
      textFile('cluster-trust-bundle.yaml', clusterTrustBundle(anchorsObject(release, target))),
      textFile('issuer-secret.patch.json', canonicalJson(patch)),
      textFile(
        'commands.sh',
        `#!/bin/sh\nset -eu\ncd "$(dirname "$0")"\nkubectl apply -f trust-manager-bundle.yaml\nkubectl -n ${target.namespace} patch secret ${target.object} --type merge --patch-file issuer-secret.patch.json\n`,
        0o755,
      ),
    ]
  },
}

function anchorsObject(release: Release, { object }: TargetOf<'kubernetes'>): AnchorsObject {
  const { domain, position } = release
  return {
    name: object,
    domain,
    epoch: position.epoch,
    sequence: position.sequence,
    anchors: pems(anchorsOf(release)),
  }
}
