import { facilityContract } from './facility.ts'
import { logReadContract } from './log.ts'

/**
 * All that the window may ask while a copy is open to be read. What writes, signs or asks an HSM has no place in this table,
 * so there is nothing that could be refused or forgotten.
 */
export const readingContract = {
  'facility.state': facilityContract['facility.state'],
  'facility.close': facilityContract['facility.close'],
  ...logReadContract,
} as const
export type ReadingContract = typeof readingContract
