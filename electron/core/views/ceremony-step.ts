import { ceremoniesFor } from '../../../shared/facility/incidents.ts'
import { openCeremony } from '../../../shared/facility/open-runs.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf } from '../../../shared/procedure/run-state.ts'
import { viewDigest } from './pieces.ts'
import type { Body, Scene } from './scene.ts'

/** The ceremony that a step of a playbook waits for: what it is given, and what became of it. */
export function viewCeremonyStep({ session, run, state }: Scene, step: StepOf<'run-ceremony'>): Body<'run-ceremony'> {
  const { facility, library } = session
  const ceremony = library.procedures.get(step.ceremony)
  const pinned = run.plan.ceremonies?.[step.ceremony]?.digest
  const output = state.status === 'done' ? outputOf(run, step.id, 'run-ceremony') : null
  const open = openCeremony(facility.state)
  return {
    kind: 'run-ceremony',
    ceremony: step.ceremony,
    title: ceremony?.title ?? step.ceremony,
    summary: ceremony?.summary ?? '',
    digest: pinned === undefined ? null : viewDigest(pinned),
    inputs: Object.entries(ceremony?.inputs ?? {}).map(([name, { label }]) => {
      const given = step.inputs?.[name]
      return { name, label, value: given === undefined ? null : resolveValue(run.plan, given) }
    }),
    runs: ceremoniesFor(facility.state, run, step).map(({ id, plan, status, openedAt, closedAt }) => ({
      run: id,
      title: plan.title,
      status,
      openedAt,
      closedAt,
    })),
    drill: run.drill,
    locked: open === null ? null : `${open.plan.title} is still open. One ceremony at a time.`,
    result:
      output === null
        ? null
        : output.played
          ? { played: true, minutes: output.minutes, plan: output.plan === null ? null : viewDigest(output.plan) }
          : { played: false, run: output.run, closedAt: output.closedAt },
  }
}
