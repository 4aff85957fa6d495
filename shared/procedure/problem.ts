import { nearest } from '../suggest.ts'

/** Everything that can be wrong with a file that people write. The list is closed: a test has a file for each. */
export const PROBLEM_CODES = [
  // the text
  'not-text',
  'syntax',
  'too-deep',
  'second-document',
  'duplicate-key',
  'key-not-text',
  'anchor',
  'alias',
  'tag',
  // the shape
  'wrong-kind-of-file',
  'unknown-key',
  'missing-field',
  'wrong-type',
  'wrong-form',
  'out-of-range',
  'unknown-value',
  'unknown-kind',
  'unknown-role',
  'repeated',
  'contradiction',
  // what steps say of each other
  'id-duplicate',
  'id-reserved',
  'first-step',
  'last-step',
  'unknown-reference',
  'reference-too-late',
  'wrong-output',
  'wrong-place',
  'no-decision',
  'unknown-option',
  'other-branch',
  'unknown-contact',
  'unknown-clock',
  'evidence-first',
  'role-absent',
  'wait-not-before-due',
  'unapproved',
  'wrong-approval',
  'done-twice',
  'too-few-signers',
  // inputs
  'unknown-input',
  'input-unused',
  'input-missing',
  'wrong-input',
  // names of other files
  'unknown-procedure',
  'unknown-profile',
  // what only a facility can tell
  'not-in-facility',
  'name-taken',
] as const
export type ProblemCode = (typeof PROBLEM_CODES)[number]

/** A problem at a place of the file; `path` leads from the top of the document. */
export interface Problem {
  readonly code: ProblemCode
  readonly path: Path
  /** A sentence without its full stop; it ends with the suggestion, where there is one. */
  readonly message: string
  /** What was probably meant, to be put in its place. */
  readonly suggestion?: string | undefined
}

export type Path = readonly (string | number)[]

export function problem(code: ProblemCode, path: Path, message: string): Problem {
  return { code, path, message }
}

/** The same for a name that is not one of those known; the nearest is suggested, or else all are listed where they are few. */
export function unknownName(
  code: ProblemCode,
  path: Path,
  message: string,
  name: string,
  known: readonly string[],
): Problem {
  const suggestion = nearest(name, known)
  if (suggestion !== null) return { code, path, message: `${message}, did you mean "${suggestion}"?`, suggestion }
  const isShort = known.length > 0 && known.length <= 12
  return { code, path, message: isShort ? `${message}; known: ${known.join(', ')}` : message }
}
