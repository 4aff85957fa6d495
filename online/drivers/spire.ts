import { subjectKeyIdHex } from '../release/key-id.ts'
import { anchorsOf, chainAbove } from '../release/release.ts'
import { selectIssuer } from '../release/select-issuer.ts'
import { pems } from '../release/tls-files.ts'
import { type Driver, type PreparedFile, textFile } from './driver.ts'

/**
 * SPIRE's UpstreamAuthority "disk": `cert_file_path upstream.pem`, `key_file_path upstream.key`, `bundle_file_path bundle.pem`, read anew
 * at every signing. It has no CRLs: `commands.txt` says what to taint and revoke, by SKI.
 */
export const spire: Driver<'spire'> = {
  publish: 'link',
  prepare(release, target) {
    const { authority, key } = selectIssuer(release, target)
    const keyLink: readonly PreparedFile[] = key === null ? [] : [{ name: 'upstream.key', link: key }]
    const gone = release.manifest.actions.filter(({ kind }) => kind === 'distrust' || kind === 'disable_issuer')
    const commands = gone.flatMap(({ kind, target: spki }) => {
      const known = release.authorities.find(({ facts }) => facts.spkiSha256 === spki)
      if (known === undefined) return [`# ${kind}: SPKI SHA-256 ${spki}; take its subjectKeyID from the old bundle`]
      const ski = subjectKeyIdHex(known.facts)
      return [
        `spire-server upstreamauthority taint -subjectKeyID ${ski}`,
        `spire-server upstreamauthority revoke -subjectKeyID ${ski}`,
      ]
    })
    return [
      textFile('upstream.pem', pems(chainAbove(authority, release))),
      ...keyLink,
      textFile('bundle.pem', pems(anchorsOf(release))),
      textFile('commands.txt', commands.length === 0 ? '# nothing to taint or revoke\n' : `${commands.join('\n')}\n`),
    ]
  },
}
