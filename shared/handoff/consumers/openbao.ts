import { type Consumer, NO_ISSUER } from './consumer.ts'
import { stoppedName } from './runbook.ts'

/** OpenBao and Vault, PKI secrets engine (standards §5.3). */
export const openbao: Consumer = {
  folder: 'openbao',
  runbook({ issuing: [issuer], anchors, stopped }) {
    return {
      title: 'OpenBao or Vault',
      driver: 'openbao',
      needs: [
        'A token that may write to the mount of the issuing CA. The lines say `bao` and `pki_int`; for Vault write `vault`, for another mount its path. On every cluster.',
      ],
      install: [
        { run: [`bao write pki_int/issuers/import/cert pem_bundle=@${anchors}`] },
        ...(issuer === undefined
          ? [NO_ISSUER]
          : [
              {
                run: [`bao write pki_int/intermediate/set-signed certificate=@${issuer.chain ?? issuer.certificate}`],
              },
              'It answers with `imported_issuers`; take the id whose certificate is the one below, and make it the default:',
              {
                run: [
                  'bao read -field=certificate pki_int/issuer/ISSUER_ID | openssl x509 -outform DER | sha256sum',
                  'bao write pki_int/config/issuers default=ISSUER_ID default_follows_latest_issuer=false',
                ],
              },
              `The digest is \`${issuer.sha256}\`.`,
            ]),
        { run: ['bao read pki_int/crl/rotate'] },
      ],
      stop: stopped.flatMap((one) => [
        `${stoppedName(one)}: find its issuer id in the list, then let it sign lists only. PATCH, not POST: POST resets every field that is not named.`,
        {
          run: [
            'bao list -detailed pki_int/issuers',
            'bao patch pki_int/issuer/OLD_ISSUER_ID usage=read-only,crl-signing,ocsp-signing',
            ...(one.order === 'distrust' ? ['bao write -f pki_int/issuer/OLD_ISSUER_ID/revoke'] : []),
          ],
        },
      ]),
      check: [
        {
          run: [
            'bao read -field=certificate pki_int/issuer/default | openssl x509 -outform DER | sha256sum',
            'bao pki health-check pki_int',
          ],
        },
        ...(issuer === undefined ? [] : [`The digest is \`${issuer.sha256}\`.`]),
      ],
      back: [
        'The issuer of before is still there:',
        { run: ['bao write pki_int/config/issuers default=OLD_ISSUER_ID default_follows_latest_issuer=false'] },
      ],
      limits: [
        'Revocation lists in what is imported are ignored: publish those from `crls/` by a web root (consumers/web-root).',
        'Its own lists name no reason for a revocation, so keyCompromise cannot be said there.',
        'An import may take some certificates and refuse others, and may change their encoding: compare digests.',
        'No `tidy` while evidence is wanted: it removes certificates and revocations for good.',
      ],
    }
  },
}
