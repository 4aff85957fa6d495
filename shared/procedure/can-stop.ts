import type { StepKind } from './outputs.ts'

/** Long work without an effect outside: stopped at any time, and gone on with or begun anew when the step is done again. */
export const CAN_STOP: ReadonlySet<StepKind> = new Set(['inspect-media', 'import-inventory'])
