import { fail } from '../../../shared/failure.ts'
import { makePlan, type TargetPlan } from '../../../online/plan/plan.ts'
import { readRelease } from '../../../online/release/release.ts'
import { verifyReceived } from '../../../online/trust/verify-received.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { paragraphs, wrapped } from '../format.ts'
import { ACCEPT_LATE, CONFIG, STATE, surroundingsOf } from '../receiver/places.ts'
import { reportJson, reportText } from '../receiver/report-text.ts'

export const handoffPlan: Command = {
  name: 'handoff plan',
  takes: 'PATH',
  summary: 'The receiver: shows what a hand-off would change at every target, and changes nothing.',
  details: [
    'Verifies it as "handoff verify" does, then compares the files that each target has with those it would have: certificates by name, serial and end, CRLs by number, trust anchors. In the order of apply: canaries, regions, all.',
    'Exit code 1 when a target cannot be given what the hand-off brings.',
  ],
  options: { ...STATE, ...CONFIG, ...ACCEPT_LATE },
  positionals: { min: 1, max: 1 },
  run: plan,
}

async function plan(call: Call): Promise<Outcome> {
  const around = surroundingsOf(call, handoffPlan)
  const options = { now: around.clock.now(), acceptLate: call.flag('accept-late') }
  const { report, container } = await verifyReceived(call.positionals[0] ?? '', around.store.memory, options)
  const first = report.problems.find(({ code }) => code !== 'handoff-replayed')
  if (first !== undefined || container === null) {
    const { failure } = fail(first?.code ?? 'handoff-malformed', first?.message ?? 'It cannot be unpacked.')
    return { json: reportJson(report), text: reportText(report), failure }
  }
  const release = readRelease(container)
  const targets = await makePlan(around, release)
  const blocked = targets.filter(({ problem }) => problem !== null)
  const json = {
    ...release.position,
    domain: release.domain,
    practice: release.practice,
    actions: release.manifest.actions.map(({ kind, target, reason }) => ({ kind, target, reason })),
    targets,
  }
  const text = paragraphs(
    `Hand-off ${release.position.epoch}-${release.position.sequence} for ${release.domain}${release.practice ? ' (PRACTICE)' : ''}: ${release.manifest.actions.length} actions, ${targets.length} targets. Nothing was changed.`,
    ...targets.map(targetText),
  )
  if (blocked.length === 0) return { json, text }
  const problem = `${blocked[0]?.region ?? ''}/${blocked[0]?.problem ?? ''}`
  const { failure } = fail('target-not-ready', problem, { remedy: 'Correct that before it is applied.' })
  return { json, text, failure }
}

function targetText({ region, stage, target, driver, folder, files, trust, steps, problem }: TargetPlan): string {
  const changed = files.filter(({ change }) => change !== 'same')
  return [
    `${stage}  ${region}/${target}  (${driver}, ${folder})`,
    ...(problem === null ? [] : [wrapped(`NOT READY: ${problem}`, '  ')]),
    ...changed.map(({ name, change }) => `  ${change.padEnd(8)} ${name}`),
    ...(problem === null && changed.length === 0 ? ['  no file changes'] : []),
    ...trust.flatMap(({ what, before, after }) => [
      ...(before === null ? [] : [wrapped(`- ${what}: ${before}`, '  ')]),
      ...(after === null ? [] : [wrapped(`+ ${what}: ${after}`, '  ')]),
    ]),
    ...steps.map((step) => `  then ${step}`),
  ].join('\n')
}
