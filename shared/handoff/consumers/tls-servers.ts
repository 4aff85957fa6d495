import type { Consumer } from './consumer.ts'
import type { ConsumerFacts } from './facts.ts'
import { type Passage, type Runbook, stoppedName } from './runbook.ts'

/**
 * Servers that ask clients for certificates with OpenSSL behind them (standards §5.9): roots and CAs below in one file, and a list of
 * every CA of the chain in another, since one that is missing turns everybody away.
 */
function serverRunbook(
  facts: ConsumerFacts,
  server: {
    title: string
    driver: string
    folder: string
    configuration: readonly string[]
    test: string
    reload: string
  },
): Runbook {
  const { folder } = server
  const authorities = facts.authorities.map(({ certificate }) => certificate)
  const online = facts.onlineCrls.map((name) => `ONLINE-${name}.pem`)
  const lists = [...(facts.crlSet === null ? [] : [facts.crlSet]), ...online]
  return {
    title: server.title,
    driver: server.driver,
    needs: [
      `\`${folder}\` stands for the folder of its certificates.`,
      ...(online.length === 0
        ? []
        : [
            `The lists of ${facts.onlineCrls.join(', ')}, which are made online, as PEM: ${online.map((name) => `\`${name}\``).join(', ')}. Without them every client is turned away.`,
          ]),
    ],
    install: [
      {
        run: [
          `cp -prT ${folder} ${folder}.before`,
          `cat ${authorities.join(' ')} > ${folder}/client-ca.pem.new`,
          ...(lists.length === 0 ? [] : [`cat ${lists.join(' ')} > ${folder}/crl.pem.new`]),
        ],
      },
      'Nothing reads them before the reload:',
      {
        run: [
          `mv ${folder}/client-ca.pem.new ${folder}/client-ca.pem`,
          ...(lists.length === 0 ? [] : [`mv ${folder}/crl.pem.new ${folder}/crl.pem`]),
        ],
      },
      { language: 'text', configuration: server.configuration },
      ...facts.issuing.map(
        ({ name, chain, certificate }): Passage =>
          `A certificate that \`${name}\` issued is sent with the chain above it: the certificate first, then ${chain ?? certificate}.`,
      ),
      { run: [server.test, server.reload] },
    ],
    stop: facts.stopped.map((one) => {
      if (one.order !== 'distrust')
        return `${stoppedName(one)}: what it issued is accepted until it expires or a revocation list refuses it, so it stays in the file of CAs. Replace this server's own certificate now if it comes from there.`
      return `${stoppedName(one)}: it is not in the file of CAs, so what it issued is refused from the reload on. Replace this server's own certificate first if it comes from there.`
    }),
    check: [
      ...(lists.length === 0
        ? []
        : [
            {
              run: [
                `grep -c 'BEGIN X509 CRL' ${folder}/crl.pem`,
                `grep -c 'BEGIN CERTIFICATE' ${folder}/client-ca.pem`,
              ],
            },
            'Both numbers are the same: a list for each CA.',
          ]),
      {
        run: [
          `openssl s_client -connect HOST:443 -CAfile ${facts.anchors} -cert CLIENT.pem -key CLIENT.key -verify_return_error < /dev/null`,
        ],
      },
      'And with a certificate that is revoked: it is refused.',
    ],
    back: [
      {
        run: [
          `cp -p ${folder}.before/client-ca.pem ${folder}/client-ca.pem`,
          ...(lists.length === 0 ? [] : [`cp -p ${folder}.before/crl.pem ${folder}/crl.pem`]),
          server.reload,
        ],
      },
    ],
    limits: [
      ...facts.crls.map(
        ({ issuer, nextUpdate }) =>
          `The list of \`${issuer}\` runs out at ${nextUpdate}. From then on everybody is refused.`,
      ),
      'Files are read at the start and at a reload only.',
    ],
  }
}

export const nginx: Consumer = {
  folder: 'nginx',
  runbook: (facts) =>
    serverRunbook(facts, {
      title: 'nginx',
      driver: 'nginx',
      folder: '/etc/nginx/pki',
      configuration: [
        'ssl_client_certificate /etc/nginx/pki/client-ca.pem;',
        'ssl_crl                /etc/nginx/pki/crl.pem;',
        'ssl_verify_client      on;',
        'ssl_verify_depth       5;',
      ],
      test: 'nginx -t',
      reload: 'nginx -s reload',
    }),
}

export const haproxy: Consumer = {
  folder: 'haproxy',
  runbook: (facts) =>
    serverRunbook(facts, {
      title: 'haproxy',
      driver: 'haproxy',
      folder: '/etc/haproxy/pki',
      configuration: [
        'bind :443 ssl crt /etc/haproxy/pki/server.pem ca-file /etc/haproxy/pki/client-ca.pem crl-file /etc/haproxy/pki/crl.pem verify required',
      ],
      test: 'haproxy -c -f /etc/haproxy/haproxy.cfg',
      reload: 'systemctl reload haproxy',
    }),
}
