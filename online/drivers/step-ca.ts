import { anchorsOf, chainAbove, type Release } from '../release/release.ts'
import { selectIssuer } from '../release/select-issuer.ts'
import { pems } from '../release/tls-files.ts'
import { type Driver, type PreparedFile, textFile } from './driver.ts'

/**
 * smallstep step-ca with `folder` as its $STEPPATH: `crt` is a bundle with the issuing CA first and without the root; SIGHUP reloads.
 * Roots other than that of its chain go into `federatedRoots` of ca.json.
 */
export const stepCa: Driver<'step-ca'> = {
  publish: 'files',
  prepare(release, target) {
    const { authority, key } = selectIssuer(release, target)
    const chain = chainAbove(authority, release)
    const top = chain.at(-1)?.issuer
    const [own, others] = splitAnchors(release, top)
    const keyLink: readonly PreparedFile[] = key === null ? [] : [{ name: 'secrets/intermediate_ca_key', link: key }]
    return [
      textFile('certs/intermediate_ca.crt', pems(chain)),
      ...keyLink,
      textFile('certs/root_ca.crt', pems(own)),
      ...others.map((anchor) => textFile(`certs/federated_${anchor.name}.crt`, anchor.pem)),
    ]
  },
}

function splitAnchors(release: Release, top: string | undefined) {
  const anchors = anchorsOf(release)
  return [anchors.filter(({ name }) => name === top), anchors.filter(({ name }) => name !== top)] as const
}
