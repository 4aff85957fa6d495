import type { DriftFinding } from './drift-finding.ts'
import { alarm, HOUR, PLAYBOOK, type Scope, type SignedHere, stateOf, warning } from './drift-scope.ts'
import { targetFindings } from './drift-served.ts'
import type { HandoffStatus, SeenCertificate, StatusRegion } from './status.ts'

/** A report tells what was so when it was made. */
const LATE_HOURS = 24
/** Whoever replaces a certificate with more than this part of its life left does not wear it out, but changes it. */
const EARLY_PART = 2 / 3

/** Everything in which a fleet is not what was signed, alarms first. `before`: the report before this one; `now`: RFC 3339. */
export function driftFindings(
  status: HandoffStatus,
  signed: SignedHere,
  before: HandoffStatus | null,
  now: string,
): DriftFinding[] {
  const findings = status.regions.flatMap((region) => {
    const scope = { status, signed, region: region.region }
    const earlier = before?.regions.find(({ region: name }) => name === region.region)
    return [
      ...positionFindings(scope, region),
      ...region.targets.flatMap((target) => targetFindings(scope, target)),
      ...renewalFindings(scope, region, earlier),
    ]
  })
  const all = [...lateFindings(status, now), ...findings]
  return [
    ...all.filter(({ severity }) => severity === 'alarm'),
    ...all.filter(({ severity }) => severity === 'warning'),
  ]
}

function lateFindings(status: HandoffStatus, now: string): DriftFinding[] {
  const hours = (Date.parse(now) - Date.parse(status.issued_at)) / HOUR
  if (hours <= LATE_HOURS) return []
  return [
    {
      rule: 'report-late',
      severity: 'warning',
      region: status.receiver,
      place: null,
      finding: `The report is ${hours.toFixed(0)} hours old; more than ${String(LATE_HOURS)} is too late to act on.`,
      expected: `not before ${new Date(Date.parse(now) - LATE_HOURS * HOUR).toISOString()}`,
      found: status.issued_at,
      playbook: null,
    },
  ]
}

/** Which hand-off a region runs, among those that were signed here. */
function positionFindings(scope: Scope, { installed }: StatusRegion): DriftFinding[] {
  const { handoffs } = scope.signed
  const last = handoffs.at(-1)
  if (last === undefined) return []
  const expected = `hand-off ${String(last.epoch)}-${String(last.sequence)}`
  if (installed === null) return [warning(scope, 'handoff-behind', null, 'It runs no hand-off yet.', expected, 'none')]
  const found = `hand-off ${String(installed.epoch)}-${String(installed.sequence)}, ${installed.manifest_sha256.slice(0, 16)}`
  const at = handoffs.findIndex(({ manifest }) => manifest === installed.manifest_sha256)
  if (at < 0) {
    const text =
      'It runs a hand-off that was not signed here: either this log was set back, or somebody else has the keys.'
    return [alarm(scope, 'handoff-ahead', null, text, expected, found, PLAYBOOK.root)]
  }
  const behind = handoffs.length - 1 - at
  if (behind === 0) return []
  const text = `It is ${String(behind)} hand-off${behind === 1 ? '' : 's'} behind.`
  return [warning(scope, 'handoff-behind', null, text, expected, found)]
}

/** The certificate of an address was replaced long before its time, though nobody ordered that. */
function renewalFindings(scope: Scope, region: StatusRegion, earlier: StatusRegion | undefined): DriftFinding[] {
  const before = new Map(
    earlier?.targets.flatMap(({ endpoints }) => endpoints.map(({ address, chain }) => [address, chain[0]])) ?? [],
  )
  return region.targets.flatMap(({ endpoints }) =>
    endpoints.flatMap(({ address, chain: [leaf] }) => {
      const old = before.get(address)
      if (leaf === undefined || old === undefined || leaf.serial === old.serial) return []
      const life = Date.parse(old.not_after) - Date.parse(old.not_before)
      const left = Date.parse(old.not_after) - Date.parse(leaf.not_before)
      const isOrdered = old.issuer_spki_sha256 !== leaf.issuer_spki_sha256 || isTainted(scope, old)
      if (life <= 0 || left / life <= EARLY_PART || isOrdered) return []
      const percent = (left / life) * 100
      const text = `${leaf.subject} was replaced with ${percent.toFixed(0)} % of its life left; nobody ordered that.`
      return [
        warning(
          scope,
          'renewal-early',
          address,
          text,
          `at most ${(EARLY_PART * 100).toFixed(0)} % left`,
          `${(left / HOUR).toFixed(1)} of ${(life / HOUR).toFixed(1)} hours left`,
          PLAYBOOK.issuing,
        ),
      ]
    }),
  )
}

function isTainted(scope: Scope, { issuer_spki_sha256: issuer }: SeenCertificate): boolean {
  const state = stateOf(scope)
  return (
    issuer !== null && state !== null && [...state.tainted, ...state.disabled, ...state.distrusted].includes(issuer)
  )
}
