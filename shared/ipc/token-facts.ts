import { hex } from '../ids.ts'
import { z } from '../zod.ts'

export const mechanismInfo = z.object({
  name: z.string(),
  code: z.number().int(),
  minKeySize: z.number().int(),
  maxKeySize: z.number().int(),
  flags: z.array(z.string()),
})

const count = z.number().int().nonnegative().nullable()
const info = { description: z.string(), manufacturer: z.string(), flags: z.number().int().nonnegative() }

/** What C_GetInfo, C_GetSlotInfo, C_GetTokenInfo and C_GetMechanismList return, for evidence: nothing is interpreted but flags. */
export const tokenFacts = z.object({
  module: z.object({ ...info, path: z.string(), cryptokiVersion: z.string(), libraryVersion: z.string() }),
  /** `number`: CK_SLOT_ID as the module numbers it now, in the byte order of the machine. */
  slot: z.object({ ...info, number: hex, hardwareVersion: z.string(), firmwareVersion: z.string() }),
  token: z.object({
    label: z.string(),
    manufacturer: z.string(),
    model: z.string(),
    serial: z.string(),
    flags: info.flags,
    flagWords: z.array(z.string()),
    maxSessions: count,
    sessions: count,
    maxReadWriteSessions: count,
    readWriteSessions: count,
    maxPinLength: count,
    minPinLength: count,
    totalPublicMemory: count,
    freePublicMemory: count,
    totalPrivateMemory: count,
    freePrivateMemory: count,
    hardwareVersion: z.string(),
    firmwareVersion: z.string(),
    /** As the token writes it: YYYYMMDDhhmmss00, or empty. */
    utcTime: z.string(),
  }),
  mechanisms: z.array(mechanismInfo),
})
export type TokenFacts = z.infer<typeof tokenFacts>

/** An object of a token with its CKA_ attributes by name; octets as hex. `refused`: the CKR_ of what it does not tell. */
export const objectReading = z.object({
  attributes: z.record(z.string(), z.union([z.boolean(), z.number(), z.string(), z.null()])),
  refused: z.record(z.string(), z.string()),
})
export type ObjectReading = z.infer<typeof objectReading>
