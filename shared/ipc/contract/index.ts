import type { Call, Handlers, NameOf, RequestOf, ResponseOf } from '../operation.ts'
import { consoleContract } from './console.ts'
import { custodyContract } from './custody.ts'
import { evidenceContract } from './evidence.ts'
import { facilityContract, facilityEvents } from './facility.ts'
import { foundingContract } from './founding.ts'
import { hsmsContract } from './hsms.ts'
import { incidentsContract } from './incidents.ts'
import { inventoryContract } from './inventory.ts'
import { logContract } from './log.ts'
import { papersContract } from './papers.ts'
import { runsContract } from './runs.ts'
import { transferContract } from './transfer.ts'
import { transfersContract } from './transfers.ts'

/** Written out: the compiler gives up on a type of this length that it has to infer. */
export type CoreContract = typeof facilityContract &
  typeof consoleContract &
  typeof foundingContract &
  typeof runsContract &
  typeof incidentsContract &
  typeof custodyContract &
  typeof logContract &
  typeof evidenceContract &
  typeof inventoryContract &
  typeof hsmsContract &
  typeof transferContract &
  typeof transfersContract &
  typeof papersContract

/** Everything the window may ask of core. Handlers, calls and test doubles are inferred from this table. */
export const contract: CoreContract = {
  ...facilityContract,
  ...consoleContract,
  ...foundingContract,
  ...runsContract,
  ...incidentsContract,
  ...custodyContract,
  ...logContract,
  ...evidenceContract,
  ...inventoryContract,
  ...hsmsContract,
  ...transferContract,
  ...transfersContract,
  ...papersContract,
}
export type CoreHandlers = Handlers<CoreContract>
export type CoreCall = Call<CoreContract>
export type CoreRequest<N extends NameOf<CoreContract>> = RequestOf<CoreContract, N>
export type CoreResponse<N extends NameOf<CoreContract>> = ResponseOf<CoreContract, N>

/** Everything core may tell the window. */
export const events = { ...facilityEvents } as const
