import { type Consumer, consumerPath, NO_ISSUER } from './consumer.ts'
import { stoppedName } from './runbook.ts'

const FOLDER = 'cert-manager'
const CHAIN = 'tls.crt'

/** cert-manager's CA issuer: a Secret whose tls.crt goes from the issuing CA to the root (standards §5.6). */
export const certManager: Consumer = {
  folder: FOLDER,
  files: ({ issuing: [issuer], pem }) =>
    issuer === undefined
      ? []
      : [
          {
            name: CHAIN,
            mediaType: 'application/pem-certificate-chain',
            text: `${pem.chainOf[issuer.name] ?? ''}${pem.anchors}`,
          },
        ],
  runbook({ issuing: [issuer], anchors, stopped }) {
    const chain = consumerPath(FOLDER, CHAIN)
    return {
      title: 'cert-manager',
      driver: 'kubernetes',
      needs: [
        'The Secret of the CA issuer, which holds the private key: only its certificates are exchanged, its key stays.',
      ],
      install:
        issuer === undefined
          ? [NO_ISSUER]
          : [
              `${chain} ends with the root, which this consumer wants and others do not.`,
              {
                run: [
                  'kubectl -n NAMESPACE get secret ISSUER_SECRET -o yaml > issuer-secret.before.yaml',
                  `kubectl -n NAMESPACE patch secret ISSUER_SECRET --type merge --patch "{\\"data\\":{\\"tls.crt\\":\\"$(base64 -w0 ${chain})\\",\\"ca.crt\\":\\"$(base64 -w0 ${anchors})\\"}}"`,
                ],
              },
              'The Secret of before holds the private key: destroy the file when all is well.',
            ],
      stop: [
        ...stopped.map(
          (one) =>
            `${stoppedName(one)}: a CA issuer cannot be told to issue less. Once the Secret has the new CA, nothing more comes from the old one.`,
        ),
        'What was issued stays as it is until it is renewed. For every certificate of a CA that is tainted, revoked or distrusted:',
        { run: ['cmctl renew --all-namespaces --all'] },
      ],
      check:
        issuer === undefined
          ? []
          : [
              {
                run: [
                  `kubectl -n NAMESPACE get secret ISSUER_SECRET -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -outform DER | sha256sum`,
                  'kubectl get clusterissuer,issuer --all-namespaces',
                ],
              },
              `The digest is \`${issuer.sha256}\`, and the issuer is Ready.`,
            ],
      back: issuer === undefined ? [] : [{ run: ['kubectl replace -f issuer-secret.before.yaml'] }],
      limits: [
        'A new Secret renews nothing by itself, and certificates may outlive their CA.',
        'Name constraints and path lengths are not looked at when it issues.',
        'It makes no revocation lists.',
      ],
    }
  },
}
