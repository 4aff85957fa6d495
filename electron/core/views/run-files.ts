import type { FileView } from '../../../shared/ipc/contract/views.ts'
import type { StepState } from '../../../shared/procedure/run-state.ts'
import type { Facility } from '../facility/facility.ts'
import { viewFile } from './pieces.ts'

const FILE_NAMES: Readonly<Record<string, string>> = {
  certificate: 'certificate.der',
  crl: 'crl.der',
  request: 'request.csr',
  manifest: 'manifest.json',
  dossier: 'key-dossier.json',
  facts: 'air-gap.json',
  inspection: 'inspection.json',
}

/** The list of files of a medium is no manifest of a hand-off: `sha256sum -c` reads it. */
function nameFor({ step }: StepState, field: string): string | null {
  return step.kind === 'inspect-media' && field === 'manifest' ? 'files.sha256' : null
}

/** The artifacts that a step left, under names that say what they are. */
export function viewRunFiles({ artifacts }: Facility, state: StepState): FileView[] {
  const output: Readonly<Record<string, unknown>> = { ...state.output }
  const named = Object.entries(FILE_NAMES).flatMap(([field, name]) =>
    typeof output[field] === 'string' ? [{ name: nameFor(state, field) ?? name, sha256: output[field] }] : [],
  )
  if (state.output !== null && 'lint' in state.output) {
    named.push(
      { name: 'to-be-signed.der', sha256: state.output.item.tbs },
      { name: 'lint.json', sha256: state.output.lint.report },
    )
  }
  if (state.output !== null && 'change' in state.output)
    named.push({ name: 'change.json', sha256: state.output.item.tbs })
  return named
    .filter(({ sha256 }) => artifacts.has(sha256))
    .map(({ name, sha256 }) => viewFile(artifacts, name, sha256))
}
