import { sha256Hex } from '../../../shared/bytes.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { canonicalBytes } from '../../../shared/ledger/canonical-json.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import { outputOf } from '../../../shared/procedure/run-state.ts'
import type { EvidenceCheck } from './report.ts'
import type { ContentReport } from './verify-content.ts'
import type { PackageReport } from './verify-package.ts'

export interface LoggedSeal {
  readonly run: string
  readonly step: string
  readonly title: string
  readonly at: string
  readonly index: number
  readonly output: StepOutput<'seal-evidence'>
}

/** Every package that the log names, the oldest first. */
export function sealsOf({ runs }: FacilityState): LoggedSeal[] {
  const seals = [...runs.values()].flatMap((run) =>
    run.steps.flatMap(({ step, status, doneAt, doneIndex }): LoggedSeal[] =>
      step.kind === 'seal-evidence' && status === 'done'
        ? [
            {
              run: run.id,
              step: step.id,
              title: step.title,
              at: doneAt ?? '',
              index: doneIndex ?? 0,
              output: outputOf(run, step.id, 'seal-evidence'),
            },
          ]
        : [],
    ),
  )
  return seals.toSorted((a, b) => a.index - b.index)
}

/** What a log says of a package or of its content: the package by its list of digests, the content by its manifest. */
export function checkAgainstLog(state: FacilityState, report: PackageReport | ContentReport): EvidenceCheck {
  const content =
    'collections' in report && report.manifest !== null ? sha256Hex(canonicalBytes(report.manifest)) : null
  const sha256 = 'sha256' in report ? report.sha256 : null
  const found = sealsOf(state).find(
    ({ output }) => output.package.sha256 === sha256 || output.contentManifest === content,
  )
  const { origin } = state.founded
  if (found === undefined) return { name: 'Log', ok: false, detail: `The log of ${origin} names no such package.` }
  return {
    name: 'Log',
    ok: true,
    detail: `sealed in ${found.run}, entry ${String(found.index)} of ${origin}, at ${found.at}`,
  }
}
