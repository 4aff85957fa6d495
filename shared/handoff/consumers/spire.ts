import { type Consumer, NO_ISSUER } from './consumer.ts'
import type { StoppedAuthority } from './facts.ts'
import { stoppedName } from './runbook.ts'

/**
 * What SPIRE is told of an authority above it: by its subject key identifier, since it has no revocation lists (standards §5.5). Empty
 * for one that only issues nothing more, which SPIRE cannot be told.
 */
export function spireCommands({
  order,
  subjectKeyId,
}: Pick<StoppedAuthority, 'order' | 'subjectKeyId'>): readonly string[] {
  if (subjectKeyId === null || order === 'disable') return []
  const taint = `spire-server upstreamauthority taint -subjectKeyID ${subjectKeyId}`
  return order === 'taint' ? [taint] : [taint, `spire-server upstreamauthority revoke -subjectKeyID ${subjectKeyId}`]
}

export const spire: Consumer = {
  folder: 'spire',
  runbook({ issuing: [issuer], anchors, stopped }) {
    return {
      title: 'SPIRE',
      driver: 'spire',
      needs: [
        '`UpstreamAuthority "disk"` in the configuration of the server, and the private key that made the request.',
      ],
      install:
        issuer === undefined
          ? [NO_ISSUER]
          : [
              {
                run: [
                  'mkdir -p /etc/spire/upstream',
                  `install -m 0644 ${anchors} /etc/spire/upstream/bundle.pem`,
                  `install -m 0644 ${issuer.chain ?? issuer.certificate} /etc/spire/upstream/upstream.pem`,
                ],
              },
              {
                language: 'hcl',
                configuration: [
                  'UpstreamAuthority "disk" {',
                  '  plugin_data {',
                  '    cert_file_path   = "/etc/spire/upstream/upstream.pem"',
                  '    key_file_path    = "/etc/spire/upstream/upstream.key"',
                  '    bundle_file_path = "/etc/spire/upstream/bundle.pem"',
                  '  }',
                  '}',
                ],
              },
              'The files are read anew at the next signing; until then:',
              { run: ['spire-server localauthority x509 prepare', 'spire-server localauthority x509 show'] },
              'and when its bundle has reached every agent:',
              { run: ['spire-server localauthority x509 activate -authorityID PREPARED_ID'] },
            ],
      stop: stopped.flatMap((one) => {
        const run = spireCommands(one)
        if (run.length > 0) return [`${stoppedName(one)}:`, { run }]
        return one.order === 'disable'
          ? [`${stoppedName(one)}: nothing here; SPIRE asks it for nothing once another upstream is installed.`]
          : [
              `${stoppedName(one)}: take its subject key identifier from the bundle of before, then taint and revoke it.`,
            ]
      }),
      check: [
        { run: ['spire-server bundle show -format pem', `openssl x509 -in ${anchors} -noout -fingerprint -sha256`] },
      ],
      back: [
        'When the files are bad SPIRE keeps the authority that it has. Put the old files back, prepare and activate again.',
      ],
      limits: [
        'There are no revocation lists: what protects is taint, revoke and short lives.',
        'Its own trust bundle comes from these files; `bundle set` is for other trust domains only.',
      ],
    }
  },
}
