import type { Failure } from '../../../shared/failure.ts'
import { policyDigest } from '../../../shared/people/policy.ts'
import { definitionDigest, procedureName, stepsOf } from '../../../shared/procedure/definition.ts'
import { planDigest } from '../../../shared/procedure/plan.ts'
import type { CheckedDocument } from '../../core/procedure/check-document.ts'
import type { Library } from '../../core/procedure/library.ts'
import { problemLine } from '../../core/procedure/yaml.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { digestJson, digestText, paragraphs } from '../format.ts'
import { programLibrary } from '../places.ts'
import { planDocument, readDocument } from '../plan-document.ts'

export const planCheck: Command = {
  name: 'plan check',
  takes: 'FILE...',
  summary: 'All problems of plans, ceremonies, policies, profiles and answers, with line and column.',
  details: [
    'What a file is, its first key says: ceremony, playbook, plan, policy, profile, answers. Unknown and duplicate keys, aliases, anchors, wrong types, missing inputs, references that lead nowhere: everything is reported at once, sorted by place, each problem on a line as file:line:column code message. docs/procedures.md has the list of codes.',
  ],
  examples: [
    'conclave plan check ceremonies/examples/create-root.plan.yaml',
    'conclave plan check ceremonies/*.yaml ceremonies/*/*.yaml',
  ],
  options: {},
  positionals: { min: 1, max: 1000 },
  run: check,
}

interface CheckedFile {
  readonly path: string
  readonly document: CheckedDocument
}

function check({ positionals }: Call): Outcome {
  const library = programLibrary()
  const files = positionals.map((path): CheckedFile => ({ path, document: readDocument(path, library) }))
  return {
    json: {
      ok: files.every(({ document }) => document.problems.length === 0),
      files: files.map((file) => jsonOf(file, library)),
    },
    text: textOf(files, library),
    failure: failureOf(files),
  }
}

function failureOf(files: readonly CheckedFile[]): Failure | undefined {
  const bad = files.filter(({ document }) => document.problems.length > 0)
  const [first] = bad
  if (first === undefined) return undefined
  const count = bad.reduce((sum, { document }) => sum + document.problems.length, 0)
  const where = bad.length === 1 ? first.path : `${String(bad.length)} files`
  return {
    code: first.document.code,
    message: `${where} ${bad.length === 1 ? 'has' : 'have'} ${count === 1 ? 'one problem' : `${String(count)} problems`}.`,
    remedy: 'Correct what is listed and check again. Nothing was started.',
  }
}

/** Problems alone where there are any: an editor reads the lines. */
function textOf(files: readonly CheckedFile[], library: Library): string {
  const lines = files.flatMap(({ path, document }) => document.problems.map((problem) => problemLine(path, problem)))
  return lines.length > 0 ? lines.join('\n') : paragraphs(...files.map((file) => soundText(file, library)))
}

function soundText({ path, document }: CheckedFile, library: Library): string {
  const { words, digest } = factsOf(document, library)
  return `${path}: no problems. ${words}${digest === null ? '' : `\n${digestText(digest, '  ')}`}`
}

function jsonOf({ path, document }: CheckedFile, library: Library): object {
  const problems = document.problems.map((problem) => ({
    file: path,
    ...problem,
    suggestion: problem.suggestion ?? null,
  }))
  const { digest } = factsOf(document, library)
  return {
    ok: problems.length === 0,
    file: path,
    kind: document.kind,
    digest: digest === null ? null : digestJson(digest),
    problems,
  }
}

/** What the file is in a sentence, and the digest that people know it by. */
function factsOf(document: CheckedDocument, library: Library): { words: string; digest: string | null } {
  const { kind, value } = document
  if (value === null) return { words: '', digest: null }
  if (kind === 'ceremony' || kind === 'playbook') {
    const steps = String(stepsOf(value).length)
    const words = `${kind === 'playbook' ? 'Playbook' : 'Ceremony'} ${procedureName(value)}, version ${String(value.version)}, ${steps} steps.`
    return { words, digest: definitionDigest(value) }
  }
  if (kind === 'plan') {
    const { plan, definition } = planDocument(value, library)
    return { words: `Plan "${plan.title}", ${String(stepsOf(definition).length)} steps.`, digest: planDigest(plan) }
  }
  if (kind === 'policy') {
    return { words: `Policy ${value.policy}, version ${String(value.version)}.`, digest: policyDigest(value) }
  }
  if (kind === 'profile') return { words: `Profile ${value.profile}, version ${String(value.version)}.`, digest: null }
  if (kind === 'labels')
    return { words: `Rules for labels ${value.labels}, ${String(value.rules.length)} of them.`, digest: null }
  return { words: `Answers for a rehearsal by ${value.starter}.`, digest: null }
}
