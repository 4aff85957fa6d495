import { z } from '../zod.ts'

/** What a token says of itself and that does not change by itself. Null: this reading did not ask for it. */
export const tokenReading = z.strictObject({
  manufacturer: z.string(),
  model: z.string(),
  hardware: z.string().nullable(),
  firmware: z.string().nullable(),
  /** Version of the PKCS#11 module that read it. */
  library: z.string().nullable(),
})
export type TokenReading = z.infer<typeof tokenReading>

/** A reading in the log; of a token that was only registered, the time of that. */
export interface RecordedReading extends TokenReading {
  readonly at: string
}

const NAMES: Readonly<Record<keyof TokenReading, string>> = {
  manufacturer: 'The manufacturer',
  model: 'The model',
  hardware: 'The hardware version',
  firmware: 'The firmware version',
  library: 'The version of the module',
}

/** What is not as it was recorded, in words; empty when all of it is. */
export function tokenChanges(before: TokenReading, now: TokenReading): string[] {
  return (Object.keys(NAMES) as (keyof TokenReading)[]).flatMap((field) => {
    const [was, is] = [before[field], now[field]]
    return was === null || is === null || was === is
      ? []
      : [`${NAMES[field]} was ${was || 'empty'}, and is ${is || 'empty'}.`]
  })
}

/** What is known now: a reading that did not ask for everything leaves the rest as it was. */
export function mergedReading(before: TokenReading | undefined, now: TokenReading): TokenReading {
  return {
    ...now,
    hardware: now.hardware ?? before?.hardware ?? null,
    firmware: now.firmware ?? before?.firmware ?? null,
    library: now.library ?? before?.library ?? null,
  }
}
