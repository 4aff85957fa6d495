import type { Failure } from '../../../shared/failure.ts'

/** One object that was found in a file, described and not verified unless it says so. */
export interface Inspection {
  readonly kind: 'certificate' | 'certificate-request' | 'crl' | 'hand-off' | 'checkpoint'
  /** The same facts as data. */
  readonly data: object
  readonly rows: readonly (readonly [label: string, value: string])[]
  readonly note?: string
}

export interface InspectedFile {
  readonly file: string
  readonly found: readonly Inspection[]
  readonly failure: Failure | null
}
