import { join } from 'node:path'
import { fail } from '../../shared/failure.ts'
import type { ArtifactKind, HandoffManifest } from '../../shared/handoff/manifest.ts'
import { signaturePath } from '../../shared/handoff/names.ts'
import { readHandoff } from '../core/handoff/container.ts'
import { readManifest } from '../core/handoff/verify-manifest.ts'
import type { PracticeResult } from '../core/practice/job.ts'
import { ownCommand } from './places.ts'
import { shellWord } from './shell-word.ts'

/**
 * Commands that check what the practice job left, each exiting with 0 only if what it checks is true: OpenSSL, coreutils,
 * GnuTLS, and our own two. They work from any folder.
 */
export async function stockCommands(result: PracticeResult): Promise<string[]> {
  const { folder, tar } = result.handoff
  const { manifest } = readManifest(await readHandoff(folder))
  if (manifest === null) throw fail('handoff-malformed', 'The hand-off of the practice job cannot be read back.')
  const file = (path: string): string => shellWord(join(folder, path))
  const anchors = file(pathOf(manifest, 'trust-anchors'))
  const crls = file(pathOf(manifest, 'crl-set'))
  const chain = file(pathOf(manifest, 'chain'))
  const { root, issuing, signers } = result.certificates
  const pinned = manifest.signers_required.keys.map(({ name }) => ({
    name,
    path: signers.find((path) => path.endsWith(`/${name}.pem`)) ?? '',
  }))
  const verify = `openssl verify -x509_strict -crl_check_all -CRLfile ${crls} -CAfile ${anchors}`
  return [
    `${verify} ${shellWord(root)}`,
    `${verify} -untrusted ${chain} ${shellWord(issuing)}`,
    ...pinned.map(
      ({ name, path }) =>
        `openssl cms -verify -binary -inform DER -in ${file(signaturePath(name))} -content ${file('manifest.json')} -partial_chain -CAfile ${shellWord(path)} -out /dev/null`,
    ),
    `(cd ${shellWord(folder)} && sha256sum --quiet --strict -c SHA256SUMS)`,
    `certtool --verify --load-ca-certificate ${anchors} --load-crl ${crls} --infile ${chain}`,
    `${ownCommand()} log verify ${shellWord(result.facility)} --from ${file('log/checkpoint')}`,
    `${ownCommand()} handoff verify ${shellWord(tar)} --signers ${pinned.map(({ path }) => shellWord(path)).join(' ')} --domain ${manifest.domain} --allow-practice`,
  ]
}

function pathOf(manifest: HandoffManifest, kind: ArtifactKind): string {
  const found = manifest.artifacts.find((artifact) => artifact.kind === kind)
  if (found === undefined) throw fail('handoff-malformed', `The hand-off of the practice job has no ${kind}.`)
  return found.path
}
