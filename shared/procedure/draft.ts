import { OUTPUT_OF, step as stepSchema } from './step-kinds.ts'
import type { StepKind } from './outputs.ts'
import type { Path } from './problem.ts'
import { isFields, textsOf } from './schema-walk.ts'

/** A text of a step that stands for something else: the output of a step, or an input. */
export interface Mention {
  readonly text: string
  readonly path: Path
  /** The outputs that the field takes; null for a field that takes a text or an input. */
  readonly outputs: readonly string[] | null
}

/** A step as it stands in a file that may have mistakes: what is missing or of the wrong type is null or left out. */
export interface DraftStep {
  readonly id: string | null
  readonly kind: StepKind | null
  readonly fields: Readonly<Record<string, unknown>>
  readonly path: Path
  readonly mentions: readonly Mention[]
}

export interface Draft {
  readonly isPlaybook: boolean
  /** Null where they cannot be read. */
  readonly roles: readonly string[] | null
  readonly inputs: readonly string[] | null
  /** In their order, over all acts. */
  readonly steps: readonly DraftStep[]
}

/** What can be read of a ceremony or a playbook, right or wrong, so that its rules are checked whatever else is wrong with it. */
export function draftOf(document: unknown): Draft {
  const top = isFields(document) ? document : {}
  const script = isFields(top['script']) ? top['script'] : {}
  return {
    isPlaybook: 'playbook' in top,
    roles: isFields(script['roles']) ? Object.keys(script['roles']) : null,
    inputs: isFields(top['inputs']) ? Object.keys(top['inputs']) : null,
    steps: itemsOf(top['acts']).flatMap((act, actIndex) =>
      itemsOf(isFields(act) ? act['steps'] : null).map((step, index) =>
        draftStep(step, ['acts', actIndex, 'steps', index]),
      ),
    ),
  }
}

export function fieldText(step: DraftStep, field: string): string | null {
  const value = step.fields[field]
  return typeof value === 'string' ? value : null
}

/** The texts of a list; what is no text is left out. */
export function fieldTexts(step: DraftStep, field: string): string[] {
  return itemsOf(step.fields[field]).filter((item) => typeof item === 'string')
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function draftStep(value: unknown, path: Path): DraftStep {
  const fields = isFields(value) ? value : {}
  const { id, kind } = fields
  return {
    id: typeof id === 'string' ? id : null,
    kind: typeof kind === 'string' && Object.hasOwn(OUTPUT_OF, kind) ? (kind as StepKind) : null,
    fields,
    path,
    mentions: [...mentionsOf(fields, path)],
  }
}

function* mentionsOf(fields: Readonly<Record<string, unknown>>, path: Path): Generator<Mention> {
  for (const { text, path: within, meta } of textsOf(stepSchema, fields)) {
    const place = [...path, ...within]
    const { outputs } = meta
    if (Array.isArray(outputs)) yield { text, path: place, outputs: outputs.map(String) }
    else if (meta['input'] === true) yield { text, path: place, outputs: null }
  }
}
