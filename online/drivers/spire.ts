import { spireCommands } from '../../shared/handoff/consumers/spire.ts'
import { anchorsOf, chainAbove, type Release } from '../release/release.ts'
import { selectIssuer } from '../release/select-issuer.ts'
import { stoppedByManifest } from '../release/stopped.ts'
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
    const commands = stopCommands(release)
    return [
      textFile('upstream.pem', pems(chainAbove(authority, release))),
      ...keyLink,
      textFile('bundle.pem', pems(anchorsOf(release))),
      textFile('commands.txt', commands.length === 0 ? '# nothing to taint or revoke\n' : `${commands.join('\n')}\n`),
    ]
  },
}

function stopCommands(release: Release): readonly string[] {
  return stoppedByManifest(release).flatMap((stopped) =>
    stopped.subjectKeyId === null
      ? [`# ${stopped.order}: SPKI SHA-256 ${stopped.spki}; take its subjectKeyID from the old bundle`]
      : spireCommands(stopped),
  )
}
