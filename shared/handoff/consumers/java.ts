import type { Consumer } from './consumer.ts'

/** Java: a PKCS #12 trust store, made by keytool (standards §5.9). */
export const java: Consumer = {
  folder: 'java',
  runbook({ roots, blocked, domain }) {
    const alias = (name: string): string => `${domain}-${name}`
    return {
      title: 'Java',
      driver: 'java',
      needs: ['keytool of the Java that will read it, and the password of the trust store in a file: `password.txt`.'],
      install: [
        'A new file beside the old one; the program is pointed at it, or it takes the place of the old one before a restart.',
        {
          run: roots.map(
            ({ name, certificate }) =>
              `keytool -importcert -noprompt -storetype PKCS12 -alias ${alias(name)} -file ${certificate} -keystore truststore.new.p12 -storepass:file password.txt`,
          ),
        },
      ],
      stop:
        blocked.length === 0
          ? []
          : [
              'A trust store has no blocklist: what is distrusted is not in the new file, and nothing but the new file may be read.',
            ],
      check: [
        { run: ['keytool -list -keystore truststore.new.p12 -storepass:file password.txt'] },
        ...roots.map(
          ({ name, sha256 }) => `\`${alias(name)}\`: ${(sha256.toUpperCase().match(/../g) ?? []).join(':')}`,
        ),
      ],
      back: ['Point the program at the old file and start it again.'],
      limits: [
        'A program reads its trust store at its start, unless it makes its trust manager anew.',
        'Revocation lists are looked at only with `-Dcom.sun.security.enableCRLDP=true` and `-Dcom.sun.net.ssl.checkRevocation=true`, or a CertStore of the program.',
      ],
    }
  },
}
