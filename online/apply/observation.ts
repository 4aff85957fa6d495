/** One thing that was looked at after a change, in words. */
export interface Observation {
  readonly ok: boolean
  readonly detail: string
}
