import type { ImpactGraph } from './impact-graph.ts'

/** What core counted: ids with their names, and certificates of each pair. */
export interface CountedFleet {
  readonly regions: readonly { readonly id: string; readonly name: string; readonly services: number }[]
  readonly services: readonly { readonly id: string; readonly name: string }[]
  readonly flows: ImpactGraph['flows']
}

/** A distinguished name is long: its common name stands in the picture. */
export function commonName(subject: string): string {
  return /(?:^|, )CN=([^,]+)/.exec(subject)?.[1] ?? subject
}

/** The picture of it. Who cannot renew is not counted, so nothing is said to break. */
export function fleetGraph(subject: string, { regions, services, flows }: CountedFleet): ImpactGraph {
  return {
    source: { name: commonName(subject), note: 'to be replaced' },
    regions: regions.map(({ id, name, services: count }) => ({
      id,
      name: name === '' ? 'No region said' : name,
      note: count === 1 ? '1 service' : `${count.toLocaleString('en')} services`,
    })),
    services: services.map(({ id, name }) => ({ id, name: name === '' ? 'no service said' : name, breaks: null })),
    flows,
  }
}
