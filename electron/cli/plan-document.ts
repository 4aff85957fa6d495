import { OperationError } from '../../shared/failure.ts'
import { checkDefinition, type Problem, suggest } from '../../shared/procedure/check.ts'
import { definition as definitionSchema, type Definition } from '../../shared/procedure/definition.ts'
import { checkInputs, type Plan, planFile, type PlanFile, profilesOf } from '../../shared/procedure/plan.ts'
import { readFileCapped } from '../core/files/host-files.ts'
import type { Library } from '../core/procedure/library.ts'
import { makePlan } from '../core/procedure/make-plan.ts'
import { type PlacedProblem, problemsFailure, readYaml, YamlFile } from '../core/procedure/yaml.ts'

/** No script that people can follow is larger. */
const LIMIT = 262_144

export type PlanDocument =
  | { readonly kind: 'procedure'; readonly definition: Definition }
  | { readonly kind: 'plan'; readonly file: PlanFile; readonly definition: Definition; readonly plan: Plan }

/**
 * Reads a plan file or a procedure file. Throws plan-invalid or procedure-invalid with all problems in detail.problems,
 * each as file:line:column: message; file-not-found, file-too-large.
 */
export function readPlanDocument(path: string, library: Library): PlanDocument {
  const text = readText(path)
  try {
    return isProcedure(path, text) ? readProcedure(path, text, library) : readPlan(path, text, library)
  } catch (error) {
    // The YAML parser recurses: only a file made to break it is nested that deep.
    if (error instanceof RangeError) throw tooDeep(path)
    throw error
  }
}

/** The same, for a plan file only. */
export function readPlanFile(path: string, library: Library): Extract<PlanDocument, { kind: 'plan' }> {
  const document = readPlanDocument(path, library)
  if (document.kind === 'plan') return document
  throw broken(path, 'this is a procedure; a plan names it and fills its inputs in: plan, procedure, inputs')
}

/** Problems that only a facility can tell, with their places in the plan file. */
export function placedFailure(path: string, problems: readonly Problem[]): Error {
  const file = new YamlFile(path, readText(path))
  const placed = problems.map((problem) => ({ ...file.place(problem.path), message: problem.message }))
  return problemsFailure(path, placed, 'plan-invalid')
}

function readPlan(path: string, text: string, library: Library): PlanDocument {
  const { value, problems } = readYaml(path, text, planFile, (file) => planProblems(file, library))
  assertShallow(path, problems)
  const definition = library.procedures.get(value?.procedure ?? '')
  if (value === null || definition === undefined) throw problemsFailure(path, problems, 'plan-invalid')
  return { kind: 'plan', file: value, definition, plan: makePlan(library, definition, value.plan, value.inputs) }
}

function planProblems(file: PlanFile, library: Library): Problem[] {
  const known = [...library.procedures.keys()]
  const definition = library.procedures.get(file.procedure)
  if (definition !== undefined) return checkInputs(definition, file.inputs)
  return [
    {
      path: ['procedure'],
      message: `there is no procedure "${file.procedure}"${suggest(file.procedure, known) || `; known: ${known.join(', ')}`}`,
    },
  ]
}

function readProcedure(path: string, text: string, library: Library): PlanDocument {
  const { value, problems } = readYaml(path, text, definitionSchema, (read) => [
    ...checkDefinition(read),
    ...profileProblems(read, library),
  ])
  assertShallow(path, problems)
  if (value === null) throw problemsFailure(path, problems, 'procedure-invalid')
  return { kind: 'procedure', definition: value }
}

function profileProblems(procedure: Definition, library: Library): Problem[] {
  const unknown = new Set(profilesOf(procedure).filter((name) => !library.profiles.has(name)))
  return procedure.acts.flatMap(({ steps }, act) =>
    steps.flatMap((step, index): Problem[] => {
      if (step.kind !== 'preview-certificate' || !unknown.has(step.profile)) return []
      const message = `there is no profile "${step.profile}"${suggest(step.profile, [...library.profiles.keys()])}`
      return [{ path: ['acts', act, 'steps', index, 'profile'], message }]
    }),
  )
}

/** By its first key where it has one, else by its name: problems are then told in the right words. */
function isProcedure(path: string, text: string): boolean {
  const file = new YamlFile(path, text)
  if (file.valueAt(['ceremony']) !== undefined) return true
  return path.endsWith('.ceremony.yaml') && file.valueAt(['plan']) === undefined
}

function readText(path: string): string {
  const bytes = readFileCapped(path, LIMIT)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (text.includes('\0')) throw broken(path, 'this is not a text file')
    return text
  } catch (error) {
    if (error instanceof OperationError) throw error
    throw broken(path, 'this is not a text file in UTF-8')
  }
}

function broken(path: string, message: string): Error {
  const problem: PlacedProblem = { line: 1, column: 1, message }
  return problemsFailure(path, [problem], 'plan-invalid')
}

/** Sometimes the parser reports its own exhausted stack as a problem of the file. */
function assertShallow(path: string, problems: readonly PlacedProblem[]): void {
  if (problems.some(({ message }) => message.includes('call stack'))) throw tooDeep(path)
}

function tooDeep(path: string): Error {
  return broken(path, 'this is nested too deeply')
}
