import { labelRules } from '../../../shared/inventory/labels.ts'
import { policy } from '../../../shared/people/policy.ts'
import { checkContradictions, profile } from '../../../shared/pki/profile.ts'
import { checkDefinition } from '../../../shared/procedure/check.ts'
import { ceremony, playbook } from '../../../shared/procedure/definition.ts'
import { draftOf, fieldText } from '../../../shared/procedure/draft.ts'
import { checkInputs, planFile } from '../../../shared/procedure/plan.ts'
import { type Problem, unknownName } from '../../../shared/procedure/problem.ts'
import { isFields } from '../../../shared/procedure/schema-walk.ts'
import type { z } from '../../../shared/zod.ts'
import { answersFile, checkAnswers } from '../headless/answers-file.ts'
import { knownCeremonies } from './known-ceremonies.ts'
import type { Library } from './library.ts'
import { type InvalidCode, readYaml } from './yaml.ts'
import { type PlacedProblem, YamlFile } from './yaml-file.ts'

/** The files that people write, by the key that each begins with and the end of its name. */
export const DOCUMENTS = {
  ceremony: { schema: ceremony, code: 'procedure-invalid' },
  playbook: { schema: playbook, code: 'procedure-invalid' },
  plan: { schema: planFile, code: 'plan-invalid' },
  policy: { schema: policy, code: 'procedure-invalid' },
  profile: { schema: profile, code: 'profile-invalid' },
  answers: { schema: answersFile, code: 'plan-invalid' },
  labels: { schema: labelRules, code: 'labels-invalid' },
} as const satisfies Record<string, { schema: z.ZodType; code: InvalidCode }>
export type DocumentKind = keyof typeof DOCUMENTS
export const DOCUMENT_KINDS = Object.keys(DOCUMENTS) as DocumentKind[]

type Read = {
  [Kind in DocumentKind]: {
    readonly kind: Kind
    /** Null when there is any problem. */
    readonly value: z.output<(typeof DOCUMENTS)[Kind]['schema']> | null
    readonly problems: readonly PlacedProblem[]
    readonly code: InvalidCode
  }
}
export type CheckedDocument = Read[DocumentKind]

/** Reads any file that people write, with every problem in the order of places. Never throws for what the text says. */
export function checkDocument(name: string, text: string, library: Library): CheckedDocument {
  try {
    const kind = kindOf(name, text)
    const { schema, code } = DOCUMENTS[kind]
    const read = readYaml(name, text, schema as z.ZodType, (document) => rulesOf(kind, document, library))
    const deep = read.problems.filter((problem) => problem.code === 'too-deep')
    if (deep.length > 0) return tooDeep(kind)
    return { kind, code, ...read } as CheckedDocument
  } catch (error) {
    // The YAML parser recurses: only a file made to break it is nested that deep.
    if (error instanceof RangeError) return tooDeep('plan')
    throw error
  }
}

function tooDeep(kind: DocumentKind): CheckedDocument {
  const problem: PlacedProblem = {
    line: 1,
    column: 1,
    code: 'too-deep',
    path: [],
    message: 'this is nested too deeply',
  }
  return { kind, code: DOCUMENTS[kind].code, value: null, problems: [problem] }
}

/** By its own first word where it has one, else by its name: problems are then told in the right words. */
function kindOf(name: string, text: string): DocumentKind {
  const file = new YamlFile(name, text)
  return (
    DOCUMENT_KINDS.find((kind) => file.valueAt([kind]) !== undefined) ??
    DOCUMENT_KINDS.find((kind) => name.endsWith(`.${kind}.yaml`)) ??
    'plan'
  )
}

function rulesOf(kind: DocumentKind, document: unknown, library: Library): readonly Problem[] {
  if (kind === 'ceremony' || kind === 'playbook') {
    const ceremonies = knownCeremonies(library.procedures.values())
    return [...checkDefinition(document, ceremonies), ...checkProfiles(document, library)]
  }
  if (kind === 'plan') return checkPlan(document, library)
  if (kind === 'profile') return checkContradictions(document)
  return kind === 'answers' ? checkAnswers(document) : []
}

function checkPlan(document: unknown, library: Library): Problem[] {
  if (!isFields(document) || typeof document['procedure'] !== 'string') return []
  const { procedure, inputs } = document
  const found = library.procedures.get(procedure)
  if (found !== undefined) return isFields(inputs) ? checkInputs(found, inputs) : []
  const message = `there is no procedure "${procedure}"`
  return [unknownName('unknown-procedure', ['procedure'], message, procedure, [...library.procedures.keys()])]
}

function checkProfiles(document: unknown, { profiles }: Library): Problem[] {
  const known = [...profiles.keys()]
  return draftOf(document).steps.flatMap((step) => {
    const hasProfile = step.kind === 'preview-certificate' || step.kind === 'prepare-reissue'
    const name = hasProfile ? fieldText(step, 'profile') : null
    if (name === null || known.includes(name)) return []
    return [unknownName('unknown-profile', [...step.path, 'profile'], `there is no profile "${name}"`, name, known)]
  })
}
