import { fail } from '../../../shared/failure.ts'
import { definitionDigest } from '../../../shared/procedure/definition.ts'
import { planDigest } from '../../../shared/procedure/plan.ts'
import { type Difference, diffDefinitions, diffPlans } from '../../../shared/procedure/plan-diff.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { digestJson, wrapped } from '../format.ts'
import { programLibrary } from '../places.ts'
import { type PlanDocument, readPlanDocument } from '../plan-document.ts'

export const planDiff: Command = {
  name: 'plan diff',
  takes: 'OLD NEW',
  summary: 'What changed between two plans or two ceremonies, in words.',
  details: [
    'Compares what the files say, not how they are written: comments, layout and the order of keys do not count. Steps are known by their ids; one that moved or was renamed is said to be so. Plans are compared with their ceremony and their profiles as this version has them.',
  ],
  examples: ['conclave plan diff 2025/create-root.plan.yaml 2026/create-root.plan.yaml'],
  options: { 'exit-code': { type: 'boolean', help: 'Exit with 1 when anything differs.' } },
  positionals: { min: 2, max: 2 },
  run: diff,
}

function diff(call: Call): Outcome {
  const [oldPath = '', newPath = ''] = call.positionals
  const library = programLibrary()
  const [before, after] = [readPlanDocument(oldPath, library), readPlanDocument(newPath, library)]
  const differences = compare(before, after)
  const isSame = differences.length === 0
  return {
    json: {
      same: isSame,
      old: { file: oldPath, digest: digestJson(digestOf(before)) },
      new: { file: newPath, digest: digestJson(digestOf(after)) },
      differences,
    },
    text: isSame
      ? `${oldPath} and ${newPath} say the same: their digests are equal.`
      : differences.map(({ text }) => hanging(text)).join('\n'),
    ...(isSame || !call.flag('exit-code') ? {} : { failure: differs(differences.length) }),
  }
}

function compare(before: PlanDocument, after: PlanDocument): Difference[] {
  if (before.kind === 'plan' && after.kind === 'plan') return diffPlans(before.plan, after.plan)
  if (before.kind === after.kind) return diffDefinitions(before.definition, after.definition)
  throw fail('plan-mismatch', 'One file is a plan and the other is a ceremony; they cannot be compared.', {
    remedy: 'Name two plans, or two ceremonies.',
  })
}

function digestOf(document: PlanDocument): string {
  return document.kind === 'plan' ? planDigest(document.plan) : definitionDigest(document.definition)
}

function hanging(text: string): string {
  return `* ${wrapped(`${text}.`, '  ').trimStart()}`
}

function differs(count: number): NonNullable<Outcome['failure']> {
  return {
    code: 'plan-mismatch',
    message: count === 1 ? 'One thing differs.' : `${String(count)} things differ.`,
    remedy: 'Look at what is listed.',
  }
}
