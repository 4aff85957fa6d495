import { type Consumer, consumerPath } from './consumer.ts'
import type { ConsumerFacts } from './facts.ts'
import { type AnchorsObject, clusterTrustBundle, trustManagerBundle } from './kubernetes-objects.ts'

const FOLDER = 'trust-manager'
const BUNDLE = 'bundle.yaml'
const CLUSTER = 'cluster-trust-bundle.yaml'

/** trust-manager and Kubernetes' own ClusterTrustBundle: the roots for every pod. */
export const trustManager: Consumer = {
  folder: FOLDER,
  files: (facts) => [
    { name: BUNDLE, mediaType: 'application/yaml', text: trustManagerBundle(objectOf(facts)) },
    { name: CLUSTER, mediaType: 'application/yaml', text: clusterTrustBundle(objectOf(facts)) },
  ],
  runbook(facts) {
    const { name } = objectOf(facts)
    const bundle = consumerPath(FOLDER, BUNDLE)
    const cluster = consumerPath(FOLDER, CLUSTER)
    return {
      title: 'trust-manager and ClusterTrustBundle',
      driver: 'kubernetes',
      needs: ['Either trust-manager, or Kubernetes 1.33 with ClusterTrustBundle switched on: take the lines of yours.'],
      install: [
        {
          run: [
            `kubectl get bundle ${name} -o yaml > bundle.before.yaml || true`,
            `kubectl apply -f ${bundle}`,
            `kubectl apply -f ${cluster}`,
          ],
        },
        'A root that comes and one that goes are two steps: apply this when it brings the new one, wait until every pod has read it, and only then apply the hand-off that has the old one no more.',
      ],
      stop: facts.stopped
        .filter(({ order }) => order === 'distrust')
        .map(
          () =>
            'A distrusted root is not in these files any more; pods have it until they read the new ones. There is no blocklist.',
        ),
      check: [
        {
          run: [
            `kubectl -n NAMESPACE get configmap ${name} -o jsonpath='{.data.ca-bundle\\.pem}' | grep -c 'BEGIN CERTIFICATE'`,
          ],
        },
        `It counts ${facts.roots.length}.`,
      ],
      back: [{ run: ['kubectl replace -f bundle.before.yaml'] }],
      limits: ['Programs that read their roots once at their start have to be started again.'],
    }
  },
}

/** A name of a Kubernetes object: the domain is written like one already. */
function objectOf({ mark, domain, epoch, sequence, pem }: ConsumerFacts): AnchorsObject {
  return { name: `${mark.toLowerCase()}${domain}`, domain, epoch, sequence, anchors: pem.anchors }
}
