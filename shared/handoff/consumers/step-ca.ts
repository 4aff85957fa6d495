import { type Consumer, NO_ISSUER } from './consumer.ts'
import { stoppedName } from './runbook.ts'

/** smallstep step-ca: files below $STEPPATH, SIGHUP (standards §5.2). */
export const stepCa: Consumer = {
  folder: 'step-ca',
  runbook({ issuing: [issuer], roots, anchors, stopped }) {
    const [root, ...others] = roots
    return {
      title: 'step-ca',
      driver: 'step-ca',
      needs: [
        'The private key that made the request lies in `$STEPPATH/secrets/intermediate_ca_key`. The key of a root does not belong there: `root_ca_key` is not needed.',
        ...(issuer === undefined
          ? []
          : [
              'It is the key of the new certificate; both lines print the same:',
              {
                run: [
                  `openssl x509 -in ${issuer.certificate} -noout -pubkey | sha256sum`,
                  'openssl pkey -in "$STEPPATH/secrets/intermediate_ca_key" -pubout | sha256sum',
                ],
              },
            ]),
      ],
      install: [
        ...(issuer === undefined
          ? [NO_ISSUER]
          : [
              'The bundle has the issuing CA first and no root.',
              {
                run: [
                  'cp -p "$STEPPATH/certs/intermediate_ca.crt" "$STEPPATH/certs/intermediate_ca.crt.before"',
                  `install -m 0644 ${issuer.chain ?? issuer.certificate} "$STEPPATH/certs/intermediate_ca.crt.new"`,
                  'mv "$STEPPATH/certs/intermediate_ca.crt.new" "$STEPPATH/certs/intermediate_ca.crt"',
                ],
              },
            ]),
        ...(root === undefined
          ? []
          : [
              {
                run: [
                  'cp -p "$STEPPATH/certs/root_ca.crt" "$STEPPATH/certs/root_ca.crt.before"',
                  `install -m 0644 ${root.certificate} "$STEPPATH/certs/root_ca.crt.new"`,
                  'mv "$STEPPATH/certs/root_ca.crt.new" "$STEPPATH/certs/root_ca.crt"',
                ],
              },
            ]),
        ...others.map(
          ({ name, certificate }) =>
            `Root \`${name}\`: put ${certificate} beside it and name it in "federatedRoots" of ca.json, so that clients learn it before it is needed.`,
        ),
        { run: ['systemctl kill --signal=HUP step-ca'] },
      ],
      stop: stopped.map((one) =>
        one.order === 'disable' || one.order === 'taint'
          ? `${stoppedName(one)}: step-ca issues from one CA only. Install the new one as above, or stop the service; it cannot issue less.${one.order === 'taint' ? ' Then let every client renew now: `step ca renew --force`.' : ''}`
          : `${stoppedName(one)}: take it out of "root" and "federatedRoots" of ca.json, and let every client bootstrap anew with the new root's fingerprint.`,
      ),
      check: [
        {
          run: [
            `curl --fail --silent --cacert ${anchors} https://HOST/health`,
            ...(issuer === undefined
              ? []
              : [
                  `curl --fail --silent --cacert ${anchors} https://HOST/intermediates.pem | openssl x509 -outform DER | sha256sum`,
                ]),
          ],
        },
        ...(issuer === undefined ? [] : [`The digest is \`${issuer.sha256}\`.`]),
      ],
      back: [
        {
          run: [
            'mv "$STEPPATH/certs/intermediate_ca.crt.before" "$STEPPATH/certs/intermediate_ca.crt"',
            'systemctl kill --signal=HUP step-ca',
          ],
        },
      ],
      limits: [
        'It takes in no revocation list of another CA: publish those from `crls/` by a web root (consumers/web-root).',
        'Its own lists have a critical issuing distribution point: certificates need a distribution point that is the same to the byte, or OpenSSL refuses the list.',
      ],
    }
  },
}
