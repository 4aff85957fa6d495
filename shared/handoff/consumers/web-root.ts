import type { Consumer } from './consumer.ts'

/** The static files behind CDP and AIA addresses (RFC 5280 §4.2.1.13, §4.2.2.1). */
export const webRoot: Consumer = {
  folder: 'web-root',
  runbook({ authorities, crls }) {
    const place = (from: string, to: string): readonly string[] => [
      `install -m 0644 ${from} /srv/pki/${to}.new`,
      `mv /srv/pki/${to}.new /srv/pki/${to}`,
    ]
    return {
      title: 'Static web root for lists and certificates',
      driver: 'web-root',
      needs: [
        '`/srv/pki` stands for the folder that the web server offers. The names have to be those in the certificates: compare them with',
        {
          run: authorities.map(
            ({ certificate }) =>
              `openssl x509 -in ${certificate} -noout -ext crlDistributionPoints,authorityInfoAccess`,
          ),
        },
      ],
      install: [
        'DER, as clients expect it. Each file changes as a whole; files of earlier hand-offs stay, because certificates still point at them.',
        {
          run: [
            ...authorities.flatMap(({ name, der }) => place(der, `${name}.crt`)),
            ...crls.flatMap(({ issuer, der }) => place(der, `${issuer}.crl`)),
          ],
        },
        'Offered as `application/pkix-crl` and `application/pkix-cert`, over plain HTTP: a client that needs the list to believe a TLS server cannot ask that server for it.',
      ],
      stop: [],
      check:
        crls.length === 0
          ? []
          : [
              {
                run: crls.map(({ issuer, der }) => `curl --fail --silent http://HOST/${issuer}.crl | cmp - ${der}`),
              },
              'Silence means that they are the same.',
            ],
      back: ['An older list is never put back: its revocations would be undone. Publish the new one again.'],
      limits: [
        ...crls.map(({ issuer, nextUpdate }) => `\`${issuer}.crl\` runs out at ${nextUpdate}.`),
        'Caches in front of it must not keep a list beyond its nextUpdate, and after a compromise not at all.',
      ],
    }
  },
}
