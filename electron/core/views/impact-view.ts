import { type ImpactDocument, impactDocument } from '../../../shared/inventory/impact.ts'
import type { ImpactResult } from '../../../shared/ipc/contract/inventory-steps.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import type { ArtifactStore } from '../facility/artifacts.ts'
import { viewDigest } from './pieces.ts'

const MOST = 12
/** Pairs of a region and a service, the largest; what a table of one window can hold. */
const MOST_FLOWS = 1000

/** What hangs on a key, for a screen: the beginning of each list, and the picture. */
export function viewImpact(artifacts: Pick<ArtifactStore, 'get'>, output: StepOutput<'compute-impact'>): ImpactResult {
  const document = impactDocument.parse(parseCanonical(artifacts.get(output.impact)))
  return {
    impact: viewDigest(output.impact),
    subject: output.subject,
    synthetic: output.synthetic,
    asOf: output.asOf,
    certificates: output.certificates,
    live: output.live,
    services: output.services,
    regions: output.regions,
    owners: output.owners,
    minutesAtBest: output.minutesAtBest,
    minutesAtMean: output.minutesAtMean,
    basis: document.reissue.basis,
    byNameOnly: document.by_name_only,
    remaining: document.remaining,
    authorities: document.authorities.slice(0, MOST).map(({ words, live }) => ({ name: words, live })),
    byRegion: document.regions.slice(0, MOST).map(({ name, live }) => ({ name, live })),
    byService: document.services.slice(0, MOST).map(({ name, live }) => ({ name, live })),
    byOwner: document.owners.slice(0, MOST).map(({ owner, live }) => ({ name: owner, live })),
    graph: graphOf(document),
  }
}

/** From the key over regions to services: certificates that have to be replaced. */
function graphOf({ regions, services, flows: all, flows_omitted: omitted }: ImpactDocument): ImpactResult['graph'] {
  const merged = new Map<string, ImpactResult['graph']['flows'][number]>()
  for (const { region, service, live } of all) {
    if (live === 0) continue
    const key = `${region} ${service}`
    merged.set(key, { region, service, count: live + (merged.get(key)?.count ?? 0) })
  }
  const flows = [...merged.values()].toSorted((a, b) => b.count - a.count)
  const shown = flows.slice(0, MOST_FLOWS)
  const rest = flows.slice(MOST_FLOWS)
  return {
    regions: regions
      .filter(({ id }) => shown.some(({ region }) => region === id))
      .map(({ id, name }) => ({ id, name, services: flows.filter(({ region }) => region === id).length })),
    services: services
      .filter(({ id }) => shown.some(({ service }) => service === id))
      .map(({ id, name }) => ({ id, name })),
    flows: shown,
    omitted: omitted.live + rest.reduce((sum, { count }) => sum + count, 0),
  }
}
