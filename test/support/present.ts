/** The value, or the end of the test: what a test stands on is there, or nothing that follows means anything. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`there is no ${what}`)
  return value
}
