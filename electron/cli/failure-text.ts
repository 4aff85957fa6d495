import type { Failure } from '../../shared/failure.ts'

/** One line: "conclave: code: what is certain and why. What to do." */
export function failureLine({ code, message, remedy }: Failure): string {
  return `conclave: ${code}: ${[message, remedy ?? '']
    .join(' ')
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')}`
}

/** The same for programs. */
export function failureJson(failure: Failure): object {
  return { code: failure.code, message: failure.message, remedy: failure.remedy ?? null, detail: failure.detail ?? {} }
}
