import type { Definition } from './definition.ts'
import { OUTPUT_OF, REFERENCE, type Step, type StepOf } from './step-kinds.ts'

/** A problem at a place of the file; `path` leads from the top of the document. */
export interface Problem {
  readonly path: readonly (string | number)[]
  readonly message: string
}

interface Placed {
  readonly step: Step
  readonly path: readonly (string | number)[]
}

/** Rules between steps that a schema cannot say: references, order, approvals, the closing sign-off. All problems at once. */
export function checkDefinition(definition: Definition): Problem[] {
  const placed = definition.acts.flatMap((act, actIndex) =>
    act.steps.map((step, stepIndex): Placed => ({ step, path: ['acts', actIndex, 'steps', stepIndex] })),
  )
  const problems = [...checkIds(placed), ...checkEnd(placed), ...checkInputsUsed(definition, placed)]
  placed.forEach((here, index) => {
    problems.push(...checkReferences(definition, here, placed.slice(0, index), placed))
    problems.push(...checkApprovalCovers(here, placed.slice(0, index)))
    problems.push(...checkSignedOnce(here, placed.slice(0, index)))
    problems.push(...checkThreshold(here))
  })
  return problems
}

function checkIds(placed: readonly Placed[]): Problem[] {
  const seen = new Set<string>(['inputs'])
  return placed.flatMap(({ step, path }) => {
    const known = seen.has(step.id)
    seen.add(step.id)
    if (!known) return []
    const message =
      step.id === 'inputs' ? '"inputs" is reserved; choose another id' : `the id "${step.id}" is used twice`
    return [{ path: [...path, 'id'], message }]
  })
}

function checkEnd(placed: readonly Placed[]): Problem[] {
  const problems: Problem[] = []
  const first = placed[0]
  const last = placed.at(-1)
  if (first !== undefined && first.step.kind !== 'assemble') {
    problems.push({
      path: first.path,
      message: 'the first step must be of kind "assemble": nobody is in the room before it',
    })
  }
  if (last !== undefined && last.step.kind !== 'sign-off') {
    problems.push({ path: last.path, message: 'the last step must be of kind "sign-off"' })
  }
  for (const { step, path } of placed.slice(0, -1)) {
    if (step.kind === 'sign-off') problems.push({ path, message: 'a sign-off can only be the last step' })
  }
  return problems
}

/** Every string of a step with the path to it, "kind", "id", "title", "say" and "statement" left out: they are never references. */
function* stringsOf(
  value: unknown,
  path: readonly (string | number)[],
): Generator<{ text: string; path: readonly (string | number)[] }> {
  if (typeof value === 'string') yield { text: value, path }
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* stringsOf(item, [...path, index])
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (!['kind', 'id', 'title', 'say', 'statement'].includes(key)) yield* stringsOf(item, [...path, key])
    }
  }
}

/** Fields that must hold a reference, with the outputs they accept. */
const WANTED: Readonly<Record<string, readonly string[]>> = {
  shows: ['request', 'certificate'],
  key: ['key'],
  'subject-key': ['key', 'request'],
  over: ['preview', 'handoff', 'change'],
  change: ['change'],
  preview: ['preview'],
  approval: ['approval'],
  handoff: ['handoff'],
  signatures: ['signatures'],
}

function checkReferences(
  definition: Definition,
  here: Placed,
  before: readonly Placed[],
  all: readonly Placed[],
): Problem[] {
  const problems: Problem[] = []
  for (const { text, path } of stringsOf(here.step, here.path)) {
    const match = REFERENCE.exec(text)
    if (match?.groups === undefined) continue
    const { step: target = '', output = '' } = match.groups
    const field = String(path.findLast((part) => typeof part === 'string'))
    const wanted = WANTED[field]
    if (target === 'inputs') {
      if (wanted !== undefined)
        problems.push({ path, message: `"${field}" takes the output of a step (${wanted.join(' or ')}), not an input` })
      else if (!Object.hasOwn(definition.inputs, output)) {
        problems.push({
          path,
          message: `there is no input "${output}"${suggest(output, Object.keys(definition.inputs))}`,
        })
      }
      continue
    }
    const found = before.find((earlier) => earlier.step.id === target)
    if (found === undefined) {
      const later = all.some((other) => other.step.id === target)
      const names = before.map((earlier) => earlier.step.id)
      problems.push({
        path,
        message: later
          ? `"${target}" comes later; a step can only use what is done before it`
          : `there is no step "${target}"${suggest(target, names)}`,
      })
      continue
    }
    const offered = OUTPUT_OF[found.step.kind]
    if (offered !== output) {
      problems.push({
        path,
        message: `step "${target}" (${found.step.kind}) offers ${offered === null ? 'no output' : `"${target}.${offered}"`}, not "${output}"`,
      })
    } else if (wanted === undefined) {
      problems.push({ path, message: `"${field}" takes a text or an input, not the output of a step` })
    } else if (!wanted.includes(output)) {
      problems.push({ path, message: `"${field}" takes ${wanted.join(' or ')}, not "${output}"` })
    }
  }
  return problems
}

const SIGNS_WITH: Readonly<Record<string, string>> = {
  'issue-certificate': 'sign-certificate',
  'issue-crl': 'sign-crl',
  'sign-handoff': 'sign-handoff',
}

type SigningStep = StepOf<'issue-certificate'> | StepOf<'issue-crl'> | StepOf<'sign-handoff'>

function isSigning(step: Step): step is SigningStep {
  return Object.hasOwn(SIGNS_WITH, step.kind)
}

function subjectOf(step: SigningStep): string {
  return step.kind === 'sign-handoff' ? step.handoff : step.preview
}

/** The same bytes signed twice would be two different certificates with one serial number. */
function checkSignedOnce({ step, path }: Placed, before: readonly Placed[]): Problem[] {
  if (!isSigning(step)) return []
  const earlier = before.find((other) => isSigning(other.step) && subjectOf(other.step) === subjectOf(step))?.step.id
  return earlier === undefined ? [] : [{ path, message: `"${subjectOf(step)}" is signed in step "${earlier}" already` }]
}

function checkThreshold({ step, path }: Placed): Problem[] {
  if (step.kind !== 'build-handoff') return []
  const repeated = step.signers.find((name, index) => step.signers.indexOf(name) !== index)
  if (repeated !== undefined)
    return [{ path: [...path, 'signers'], message: `"${repeated}" signs twice; each signer is named once` }]
  if (step.threshold <= step.signers.length) return []
  return [
    {
      path: [...path, 'threshold'],
      message: `${String(step.threshold)} signatures are wanted of ${String(step.signers.length)} signers`,
    },
  ]
}

/** What is signed must be what was approved: the approval step named must be over this very preview, for this action. */
function checkApprovalCovers(here: Placed, before: readonly Placed[]): Problem[] {
  const { step } = here
  if (!isSigning(step)) return []
  const subject = subjectOf(step)
  const approvalStep = REFERENCE.exec(step.approval)?.groups?.['step']
  const approve = before.find((earlier) => earlier.step.id === approvalStep)?.step
  // Anything else is reported as a wrong reference.
  if (approve?.kind !== 'approve') return []
  return [...coverProblems(here, approve, subject)]
}

function* coverProblems(here: Placed, approve: StepOf<'approve'>, subject: string): Generator<Problem> {
  const path = [...here.path, 'approval']
  if (!approve.over.includes(subject)) {
    yield {
      path,
      message: `the approval "${approve.id}" does not cover "${subject}"; it covers ${approve.over.join(', ')}`,
    }
  }
  const action = SIGNS_WITH[here.step.kind]
  if (action !== undefined && approve.action !== action) {
    yield { path, message: `the approval "${approve.id}" is for ${approve.action}; this step needs ${action}` }
  }
}

function checkInputsUsed(definition: Definition, placed: readonly Placed[]): Problem[] {
  const used = new Set(placed.flatMap(({ step, path }) => [...stringsOf(step, path)].map(({ text }) => text)))
  return Object.keys(definition.inputs)
    .filter((name) => !used.has(`inputs.${name}`))
    .map((name) => ({ path: ['inputs', name], message: `no step uses the input "${name}"` }))
}

/** ", did you mean "x"?" for the nearest name within two edits; else nothing. */
export function suggest(name: string, known: readonly string[]): string {
  let best: string | null = null
  let bestDistance = 3
  for (const candidate of known) {
    const distance = editDistance(name, candidate)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best === null ? '' : `, did you mean "${best}"?`
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, substitution))
    }
    previous = current
  }
  return previous[b.length] ?? 0
}
