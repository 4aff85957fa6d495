import { type Consumer, NO_ISSUER } from './consumer.ts'
import { stoppedName } from './runbook.ts'

/** cfssl serve 1.6 (standards §5.4). */
export const cfssl: Consumer = {
  folder: 'cfssl',
  runbook({ issuing: [issuer], anchors, stopped }) {
    return {
      title: 'cfssl',
      driver: 'cfssl',
      needs: [
        'The private key that made the request, on the host. `/etc/cfssl` stands for the folder of its files, CAPITALS for your names.',
      ],
      install:
        issuer === undefined
          ? [NO_ISSUER, { run: [`install -m 0644 ${anchors} /etc/cfssl/anchors.pem`] }]
          : [
              '`ca.pem` holds one certificate only; what is above it goes into `intermediates.pem`.',
              {
                run: [
                  'cp -prT /etc/cfssl /etc/cfssl.before',
                  `install -m 0644 ${issuer.certificate} /etc/cfssl/ca.pem`,
                  `install -m 0644 ${issuer.chain ?? issuer.certificate} /etc/cfssl/intermediates.pem`,
                  `install -m 0644 ${anchors} /etc/cfssl/anchors.pem`,
                ],
              },
              {
                language: 'text',
                configuration: [
                  'cfssl serve -ca /etc/cfssl/ca.pem -ca-key /etc/cfssl/KEY.pem -ca-bundle /etc/cfssl/anchors.pem -int-bundle /etc/cfssl/intermediates.pem ...',
                ],
              },
              'It reads its files at its start only:',
              { run: ['systemctl restart cfssl'] },
            ],
      stop: stopped.map(
        (one) =>
          `${stoppedName(one)}: cfssl issues from one CA only. Install the new one as above, or stop the service.`,
      ),
      check:
        issuer === undefined
          ? []
          : [
              {
                run: [
                  `curl --fail --silent --data '{"label":""}' http://127.0.0.1:8888/api/v1/cfssl/info | jq -r .result.certificate | openssl x509 -outform DER | sha256sum`,
                ],
              },
              `The digest is \`${issuer.sha256}\`.`,
            ],
      back:
        issuer === undefined ? [] : [{ run: ['cp -p /etc/cfssl.before/*.pem /etc/cfssl/', 'systemctl restart cfssl'] }],
      limits: [
        'Its revocation lists have no number and no reasons (RFC 5280 §5.2.3 wants a number). After a compromise take the list from `crls/` of a hand-off.',
        'Serial numbers are decimal there: `cfssl revoke -serial`.',
      ],
    }
  },
}
