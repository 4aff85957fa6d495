import { p11KitAnchor } from '../../shared/handoff/consumers/trust-stores.ts'
import { anchorsOf, type Release } from '../release/release.ts'
import { type Driver, type PreparedFile, type TargetOf, textFile } from './driver.ts'

/**
 * The trust store of an operating system. `debian`: `folder` is /usr/local/share/ca-certificates, then update-ca-certificates --fresh; it
 * has no blocklist. `rhel`: /etc/pki/ca-trust/source with anchors/ and blocklist/, then update-ca-trust extract. `p11-kit`: a folder of
 * its trust module.
 */
export const trustStore: Driver<'trust-store'> = {
  publish: 'files',
  prepare: (release, target) => [...anchorFiles(release, target), ...blockFiles(release, target)],
}

function anchorFiles(release: Release, { style }: TargetOf<'trust-store'>): readonly PreparedFile[] {
  return anchorsOf(release).map(({ name, pem }) => {
    const base = `conclave-${release.domain}-${name}`
    switch (style) {
      case 'debian':
        return textFile(`${base}.crt`, pem)
      case 'rhel':
        return textFile(`anchors/${base}.pem`, pem)
      case 'p11-kit':
        return textFile(`${base}.p11-kit`, p11KitAnchor(base, pem))
    }
  })
}

/** The hand-off has them ready in the form of each store: `trust/blocklist/<name>.pem` and `.p11-kit`. */
function blockFiles(release: Release, { style }: TargetOf<'trust-store'>): readonly PreparedFile[] {
  if (style === 'debian') return []
  const ending = style === 'rhel' ? '.pem' : '.p11-kit'
  return [...release.files].flatMap(([path, bytes]) => {
    if (!path.startsWith('trust/blocklist/') || !path.endsWith(ending) || path.endsWith('.openssl-reject.pem'))
      return []
    const name = `conclave-${release.domain}-${path.slice('trust/blocklist/'.length)}`
    return [{ name: style === 'rhel' ? `blocklist/${name}` : `blocked-${name}`, bytes, mode: 0o644 }]
  })
}
