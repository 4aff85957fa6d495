import { OperationError } from '../../shared/failure.ts'
import type { Definition } from '../../shared/procedure/definition.ts'
import type { Plan, PlanFile } from '../../shared/procedure/plan.ts'
import { type Problem, problem } from '../../shared/procedure/problem.ts'
import { readFileCapped } from '../core/files/host-files.ts'
import { type CheckedDocument, checkDocument } from '../core/procedure/check-document.ts'
import { findProcedure, type Library } from '../core/procedure/library.ts'
import { makePlan } from '../core/procedure/make-plan.ts'
import { problemsFailure } from '../core/procedure/yaml.ts'
import { YamlFile } from '../core/procedure/yaml-file.ts'

/** No script that people can follow is larger. */
const LIMIT = 262_144

export type PlanDocument =
  | { readonly kind: 'procedure'; readonly definition: Definition }
  | { readonly kind: 'plan'; readonly file: PlanFile; readonly definition: Definition; readonly plan: Plan }

/** Any file that people write, checked. Throws file-not-found, file-unreadable, file-too-large. */
export function readDocument(path: string, library: Library): CheckedDocument {
  const text = readText(path)
  if (text !== null) return checkDocument(path, text, library)
  const found = problem('not-text', [], 'this is not a text file in UTF-8')
  return { kind: 'plan', code: 'plan-invalid', value: null, problems: [{ ...found, line: 1, column: 1 }] }
}

/**
 * Reads a plan file or a procedure file. Throws plan-invalid or procedure-invalid with all problems in detail.problems,
 * each as file:line:column code message; file-not-found, file-too-large.
 */
export function readPlanDocument(path: string, library: Library): PlanDocument {
  const document = readDocument(path, library)
  if (document.problems.length > 0) throw problemsFailure(path, document.problems, document.code)
  if ((document.kind === 'ceremony' || document.kind === 'playbook') && document.value !== null)
    return { kind: 'procedure', definition: document.value }
  if (document.kind === 'plan' && document.value !== null) return planDocument(document.value, library)
  throw wrongKind(path, `this is a file of kind ${document.kind}; a plan, a ceremony or a playbook is wanted`)
}

/** The same, for a plan file only. */
export function readPlanFile(path: string, library: Library): Extract<PlanDocument, { kind: 'plan' }> {
  const document = readPlanDocument(path, library)
  if (document.kind === 'plan') return document
  throw wrongKind(path, 'this is a procedure; a plan names it and fills its inputs in: plan, procedure, inputs')
}

export function planDocument(file: PlanFile, library: Library): Extract<PlanDocument, { kind: 'plan' }> {
  const definition = findProcedure(library, file.procedure)
  return { kind: 'plan', file, definition, plan: makePlan(library, definition, file.plan, file.inputs) }
}

/** Problems that only a facility can tell, with their places in the plan file. */
export function placedFailure(path: string, problems: readonly Problem[]): Error {
  const file = new YamlFile(path, readText(path) ?? '')
  const placed = problems.map((found) => file.placed(found))
  return problemsFailure(path, placed, 'plan-invalid')
}

/** Null for what is no text in UTF-8. */
function readText(path: string): string | null {
  const bytes = readFileCapped(path, LIMIT)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? null : text
  } catch (error) {
    if (error instanceof OperationError) throw error
    return null
  }
}

function wrongKind(path: string, message: string): Error {
  return problemsFailure(path, [{ ...problem('wrong-kind-of-file', [], message), line: 1, column: 1 }], 'plan-invalid')
}
