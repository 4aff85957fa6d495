/** Kubernetes objects that carry trust anchors (standards §5.6), as YAML. */
export interface AnchorsObject {
  readonly name: string
  readonly domain: string
  readonly epoch: number
  readonly sequence: number
  /** PEM, one certificate after the other. */
  readonly anchors: string
}

/** trust-manager's Bundle, cluster-scoped, into a ConfigMap key of every namespace. */
export function trustManagerBundle(of: AnchorsObject): string {
  return `apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata:
  name: ${of.name}
${annotations(of)}spec:
  sources:
    - inLine: |
${indented(of.anchors, 8)}  target:
    configMap:
      key: ca-bundle.pem
`
}

/** Without a signerName: anybody who may write ClusterTrustBundles can publish it. */
export function clusterTrustBundle(of: AnchorsObject): string {
  return `apiVersion: certificates.k8s.io/v1beta1
kind: ClusterTrustBundle
metadata:
  name: ${of.name}
${annotations(of)}spec:
  trustBundle: |
${indented(of.anchors, 4)}`
}

function annotations({ domain, epoch, sequence }: AnchorsObject): string {
  return `  annotations:
    conclave/domain: "${domain}"
    conclave/epoch: "${epoch}"
    conclave/sequence: "${sequence}"
`
}

function indented(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by))
}
