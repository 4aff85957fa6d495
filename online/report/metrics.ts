import type { HandoffStatus } from '../../shared/handoff/status.ts'
import type { Memory } from '../state/memory.ts'

type Labels = Readonly<Record<string, string>>

/**
 * Prometheus text format 0.0.4. `status`: what was seen a moment ago, without which only what is remembered is told. `now` in
 * milliseconds; times are given as seconds that are left, negative when over.
 */
export function metricsText(memory: Memory, status: HandoffStatus | null, now: number): string {
  const { last, totals, journal } = memory
  const left = (instant: string): number => Math.round((Date.parse(instant) - now) / 1000)
  return [
    family('handoff_epoch', 'gauge', 'Epoch of the last hand-off that was accepted.', [[{}, last?.epoch ?? 0]]),
    family('handoff_sequence', 'gauge', 'Sequence of the last hand-off that was accepted.', [
      [{}, last?.sequence ?? 0],
    ]),
    ...(last === null
      ? []
      : [
          family('handoff_expires_seconds', 'gauge', 'Until the last hand-off expires.', [[{}, left(last.expires_at)]]),
          family(
            'handoff_next_expected_seconds',
            'gauge',
            'Until the next hand-off is overdue: below 0 somebody may be holding it back.',
            [[{}, left(last.next_expected_by)]],
          ),
        ]),
    family('handoff_unfinished', 'gauge', '1 while something that was begun is not finished.', [
      [{}, journal === null ? 0 : 1],
    ]),
    family(
      'handoff_total',
      'counter',
      'Hand-offs by how they ended.',
      (['applied', 'stopped', 'rolled_back', 'refused'] as const).map((result) => [{ result }, totals[result]]),
    ),
    family('handoff_probe_failures_total', 'counter', 'Targets whose handshake stayed wrong.', [
      [{}, totals.probe_failures],
    ]),
    family('handoff_probe_retries_total', 'counter', 'Handshakes that were tried again.', [[{}, totals.retries]]),
    family(
      'handoff_region_failures',
      'gauge',
      'Failed attempts in a row.',
      memory.regions.map(({ region, failures }) => [{ region }, failures]),
    ),
    family(
      'handoff_region_sequence',
      'gauge',
      'Sequence of the hand-off that a region has; 0 for none.',
      memory.regions.map(({ region, installed }) => [{ region }, installed?.sequence ?? 0]),
    ),
    ...(status === null ? [] : seenMetrics(status, left)),
  ].join('')
}

function seenMetrics({ regions }: HandoffStatus, left: (instant: string) => number): readonly string[] {
  const targets = regions.flatMap(({ region, targets: all }) => all.map((target) => ({ region, ...target })))
  return [
    family(
      'handoff_breaker',
      'gauge',
      'Circuit breaker of a region: 0 closed, 1 half-open, 2 open.',
      regions.map(({ region, breaker }) => [{ region }, ['closed', 'half-open', 'open'].indexOf(breaker)]),
    ),
    family(
      'handoff_target_problems',
      'gauge',
      'What is wrong with a target.',
      targets.map(({ region, target, problems }) => [{ region, target }, problems.length]),
    ),
    family(
      'handoff_crl_next_update_seconds',
      'gauge',
      'Until a revocation list in the files of a target runs out.',
      targets.flatMap(({ region, target, crls }) =>
        crls.flatMap(({ issuer_spki_sha256: issuer, number, next_update: next }) =>
          next === null
            ? []
            : [[{ region, target, issuer: issuer ?? 'unknown', number: number ?? '' }, left(next)] as const],
        ),
      ),
    ),
    family(
      'handoff_certificate_expires_seconds',
      'gauge',
      'Until a CA certificate in the files of a target runs out.',
      targets.flatMap(({ region, target, certificates }) =>
        certificates.map(({ sha256, not_after: until }) => [{ region, target, sha256 }, left(until)] as const),
      ),
    ),
    family(
      'handoff_endpoint_up',
      'gauge',
      '1 when a TLS handshake with an endpoint came out as it should.',
      targets.flatMap(({ region, target, endpoints }) =>
        endpoints.map(({ address, ok }) => [{ region, target, address }, ok ? 1 : 0] as const),
      ),
    ),
  ]
}

function family(
  name: string,
  type: 'gauge' | 'counter',
  help: string,
  samples: readonly (readonly [Labels, number])[],
): string {
  if (samples.length === 0) return ''
  const seen = new Map(samples.map(([labels, value]) => [labelText(labels), value]))
  const lines = [...seen].map(([labels, value]) => `conclave_${name}${labels} ${value}\n`)
  return `# HELP conclave_${name} ${help}\n# TYPE conclave_${name} ${type}\n${lines.join('')}`
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value
        .replaceAll('\\', '\\\\')
        .replaceAll('"', String.raw`\"`)
        .replaceAll('\n', String.raw`\n`)}"`,
  )
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
