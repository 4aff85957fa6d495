import { evidenceCollection } from '../../../shared/evidence/collection.ts'
import { fail } from '../../../shared/failure.ts'
import type { CollectionView, evidenceContract, PackageView } from '../../../shared/ipc/contract/evidence.ts'
import type { Handlers } from '../../../shared/ipc/operation.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import type { Desk } from '../desk.ts'
import { type LoggedSeal, sealsOf } from '../evidence/find-seal.ts'
import type { Facility } from '../facility/facility.ts'
import { findPerson } from '../people/find-person.ts'
import { referredStep } from '../procedure/referred-step.ts'
import { viewDigest, viewPerson } from '../views/pieces.ts'

export function evidenceHandlers(desk: Desk): Handlers<typeof evidenceContract> {
  return {
    'evidence.list': () => {
      const { facility } = desk.session
      const seals = sealsOf(facility.state)
      return {
        collections: [...facility.state.runs.values()]
          .flatMap((run) => viewCollections(facility, run, seals))
          .toReversed(),
        packages: seals.map((seal) => viewPackage(facility, seal)).toReversed(),
      }
    },
    'evidence.items': ({ run, step, from, limit }) => {
      const { facility } = desk.session
      const state = facility.state.runs.get(run)
      if (state?.steps.some((one) => one.step.id === step && isCollected(one)) !== true)
        throw fail('run-not-found', 'Nothing was collected there.')
      const { record } = outputOf(state, step, 'collect-evidence')
      const { items } = evidenceCollection.parse(parseCanonical(facility.artifacts.get(record)))
      return { total: items.length, items: items.slice(from, from + limit) }
    },
  }
}

function isCollected({ step, status }: StepState): boolean {
  return step.kind === 'collect-evidence' && status === 'done'
}

function viewCollections(facility: Facility, run: RunState, seals: readonly LoggedSeal[]): CollectionView[] {
  return run.steps.filter(isCollected).map(({ step, doneAt }) => {
    const { authority, reason } = step as StepOf<'collect-evidence'>
    const output = outputOf(run, step.id, 'collect-evidence')
    const { items } = evidenceCollection.parse(parseCanonical(facility.artifacts.get(output.record)))
    return {
      run: run.id,
      step: step.id,
      title: step.title,
      drill: run.drill,
      at: doneAt ?? '',
      by: viewPerson(findPerson(facility.state, items[0]?.acquisition.by ?? run.starter)),
      authority: resolveValue(run.plan, authority),
      reason: resolveValue(run.plan, reason),
      groups: output.groups,
      items: output.pieces,
      bytes: output.bytes,
      record: viewDigest(output.record),
      findings: output.findings.map(({ source, words }) => ({ source, words })),
      omitted: output.omitted,
      sealedIn: seals.flatMap((seal) =>
        seal.output.collections.includes(output.record) ? [seal.output.package.name] : [],
      ),
    }
  })
}

function viewPackage({ state }: Facility, { run, step, index, output }: LoggedSeal): PackageView {
  return {
    run,
    step,
    name: output.package.name,
    drill: output.drill,
    sealedAt: output.sealedAt,
    sealedBy: output.seals.flatMap(({ person }) => (person === null ? [] : [viewPerson(findPerson(state, person))])),
    digest: viewDigest(output.package.sha256),
    size: output.package.size,
    parts: output.package.parts,
    items: output.pieces,
    recipients: recipientsOf(state.runs.get(run), step),
    destination: output.destination,
    medium: output.medium === null ? '' : `${output.medium.device}, ${output.medium.fileSystem}`,
    entry: index,
  }
}

function recipientsOf(run: RunState | undefined, id: string): PackageView['recipients'] {
  const step = run?.steps.find((one) => one.step.id === id)?.step
  if (run === undefined || step?.kind !== 'seal-evidence') return []
  const { recipients } = outputOf(run, referredStep(run, step.recipients).step.id, 'import-recipients')
  return recipients.map(({ subject, sha256 }) => ({ subject, sha256 }))
}
