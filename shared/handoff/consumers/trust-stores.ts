import { type Consumer, consumerPath } from './consumer.ts'
import type { ConsumerFacts } from './facts.ts'

/** Trust stores of operating systems (standards §5.9). */
function fileName({ domain }: ConsumerFacts, name: string): string {
  return `conclave-${domain}-${name}`
}

function blocklistPath({ mark }: ConsumerFacts, name: string, ending: string): string {
  return `trust/blocklist/${mark}${name}${ending}`
}

export const debianTrust: Consumer = {
  folder: 'debian-trust',
  runbook(facts) {
    const target = (name: string): string => `/usr/local/share/ca-certificates/${fileName(facts, name)}.crt`
    return {
      title: 'Trust store of Debian and Ubuntu',
      driver: 'trust-store',
      needs: ['Root on the host.'],
      install: [
        {
          run: [
            ...facts.roots.map(({ name, certificate }) => `install -m 0644 ${certificate} ${target(name)}`),
            'update-ca-certificates',
          ],
        },
      ],
      stop: facts.blocked.flatMap((name) => [
        `Of \`${name}\`:`,
        { run: [`rm -f ${target(name)}`, 'update-ca-certificates --fresh'] },
      ]),
      check: [
        {
          run: facts.roots.map(
            ({ certificate }) => `openssl verify -CAfile /etc/ssl/certs/ca-certificates.crt ${certificate}`,
          ),
        },
      ],
      back: [
        {
          run: [...facts.roots.map(({ name }) => `rm -f ${target(name)}`), 'update-ca-certificates --fresh'],
        },
      ],
      limits: [
        'There is no blocklist: a certificate that another package brings stays trusted.',
        'NSS and Java have stores of their own.',
      ],
    }
  },
}

export const rhelTrust: Consumer = {
  folder: 'rhel-trust',
  runbook(facts) {
    const target = (name: string): string => `/etc/pki/ca-trust/source/anchors/${fileName(facts, name)}.pem`
    return {
      title: 'Trust store of Red Hat and Fedora',
      driver: 'trust-store',
      needs: ['Root on the host.'],
      install: [
        {
          run: [
            ...facts.roots.map(({ name, certificate }) => `install -m 0644 ${certificate} ${target(name)}`),
            'update-ca-trust extract',
          ],
        },
      ],
      stop: facts.blocked.flatMap((name) => [
        `Of \`${name}\`, whatever else says that it is trusted:`,
        {
          run: [
            `rm -f ${target(name)}`,
            `install -m 0644 ${blocklistPath(facts, name, '.pem')} /etc/pki/ca-trust/source/blocklist/${fileName(facts, name)}.pem`,
            'update-ca-trust extract',
          ],
        },
      ]),
      check: [
        { run: facts.roots.map(({ certificate }) => `openssl verify -CAfile /etc/pki/tls/cert.pem ${certificate}`) },
      ],
      back: [{ run: [...facts.roots.map(({ name }) => `rm -f ${target(name)}`), 'update-ca-trust extract'] }],
      limits: ['Programs read the store at their start.'],
    }
  },
}

export const p11Kit: Consumer = {
  folder: 'p11-kit',
  files: (facts) =>
    facts.roots.map(({ name }) => ({
      name: `${fileName(facts, name)}.p11-kit`,
      mediaType: 'text/plain',
      text: p11KitAnchor(fileName(facts, name), facts.pem.rootOf[name] ?? ''),
    })),
  runbook(facts) {
    const folder = '/etc/pki/trust/conclave'
    return {
      title: 'p11-kit trust module',
      driver: 'trust-store',
      needs: [`\`${folder}\` stands for a folder that the trust module reads (\`paths=\` of its configuration).`],
      install: [
        {
          run: [
            `mkdir -p ${folder}`,
            ...facts.roots.map(({ name }) => {
              const file = `${fileName(facts, name)}.p11-kit`
              return `install -m 0644 ${consumerPath('p11-kit', file)} ${folder}/${file}`
            }),
          ],
        },
      ],
      stop: facts.blocked.flatMap((name) => [
        `Of \`${name}\`, whatever else says that it is trusted:`,
        {
          run: [
            `rm -f ${folder}/${fileName(facts, name)}.p11-kit`,
            `install -m 0644 ${blocklistPath(facts, name, '.p11-kit')} ${folder}/blocked-${fileName(facts, name)}.p11-kit`,
          ],
        },
      ]),
      check: [{ run: ['trust list --filter=ca-anchors', 'trust list --filter=blocklist'] }],
      back: [{ run: facts.roots.map(({ name }) => `rm -f ${folder}/${fileName(facts, name)}.p11-kit`) }],
      limits: ['Debian builds its store of ca-certificates without p11-kit: there use consumers/debian-trust.'],
    }
  },
}

/** An object file of p11-kit's trust module that makes a certificate an anchor (its manual, "Trust Policy Format"). `pem`: one certificate. */
export function p11KitAnchor(label: string, pem: string): string {
  return `[p11-kit-object-v1]\nclass: certificate\nlabel: "${label}"\ntrusted: true\n${pem}`
}
