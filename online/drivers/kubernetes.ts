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
      textFile('trust-manager-bundle.yaml', trustManager(release, target)),
      textFile('cluster-trust-bundle.yaml', clusterTrustBundle(release, target)),
      textFile('issuer-secret.patch.json', canonicalJson(patch)),
      textFile(
        'commands.sh',
        `#!/bin/sh\nset -eu\ncd "$(dirname "$0")"\nkubectl apply -f trust-manager-bundle.yaml\nkubectl -n ${target.namespace} patch secret ${target.object} --type merge --patch-file issuer-secret.patch.json\n`,
        0o755,
      ),
    ]
  },
}

function trustManager(release: Release, { object }: TargetOf<'kubernetes'>): string {
  return `apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata:
  name: ${object}
${annotations(release)}spec:
  sources:
    - inLine: |
${indented(pems(anchorsOf(release)), 8)}  target:
    configMap:
      key: ca-bundle.pem
`
}

/** Without a signerName: anybody who may write ClusterTrustBundles can publish it. */
function clusterTrustBundle(release: Release, { object }: TargetOf<'kubernetes'>): string {
  return `apiVersion: certificates.k8s.io/v1beta1
kind: ClusterTrustBundle
metadata:
  name: ${object}
${annotations(release)}spec:
  trustBundle: |
${indented(pems(anchorsOf(release)), 4)}`
}

function annotations({ position, domain }: Release): string {
  return `  annotations:
    conclave/domain: "${domain}"
    conclave/epoch: "${position.epoch}"
    conclave/sequence: "${position.sequence}"
`
}

function indented(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by))
}
