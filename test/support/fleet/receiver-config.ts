import type { ServiceControl } from './service-control.ts'

/** Where everything of a managed fleet lies. */
export interface FleetPlaces {
  /** A folder of each target, by its name. */
  readonly target: (name: string) => string
  /** A service's certificate and key, by its name. */
  readonly leaf: (name: string) => { readonly certificate: string; readonly key: string }
  /** Lists of the online CA, PEM. */
  readonly onlineCrls: string
  /** Folder with the private keys of the online CA. */
  readonly caKeys: string
  readonly ports: { readonly cfssl: number; readonly web: number; readonly nginx: number; readonly haproxy: number }
}

/** A certificate that every server has to turn away. */
export interface Rejected {
  readonly certificate: string
  readonly key: string
}

/**
 * The configuration of the receiver. The order is what makes a change harmless: the CA first; then clients learn what to believe; then the
 * servers, which get a leaf of the new CA when it is their turn; and clients show one of it when every server believes it.
 */
export function receiverConfig(places: FleetPlaces, control: ServiceControl, rejected: readonly Rejected[]): object {
  const { target, leaf, onlineCrls, caKeys, ports } = places
  const tls = (name: string): object => ({
    driver: name === 'haproxy' ? 'haproxy' : 'nginx',
    name,
    folder: target(name),
    online_crls: [onlineCrls],
    before: control.command(`renew-${name}`),
  })
  const withLeaf = (name: string): object => ({
    ...tls(name),
    leaf: leaf(name).certificate,
    leaf_key: leaf(name).key,
  })
  const server = (name: 'nginx' | 'haproxy'): object => {
    const connect = `127.0.0.1:${String(ports[name])}`
    const probe = ({ certificate, key }: Rejected, expect: 'accepted' | 'refused'): object => {
      return { connect, http: '/', expect, client_certificate: certificate, client_key: key }
    }
    const probes = [probe(leaf('probe'), 'accepted'), ...rejected.map((one) => probe(one, 'refused'))]
    return { ...withLeaf(name), reload: { command: control.command(`reload-${name}`) }, probes }
  }
  const cfssl = {
    driver: 'cfssl',
    name: 'cfssl',
    folder: target('cfssl'),
    keys: [caKeys],
    api: `http://127.0.0.1:${String(ports.cfssl)}`,
    reload: { command: control.command('reload-cfssl') },
  }
  const web = { driver: 'web-root', name: 'web', folder: target('web') }
  const core = { name: 'core', stage: 'canary', targets: [cfssl, web, tls('trust'), server('nginx')] }
  const edge = { name: 'edge', stage: 'all', targets: [server('haproxy'), withLeaf('app')] }
  return { format: 'ca-handoff-receiver/v1', regions: [core, edge] }
}
