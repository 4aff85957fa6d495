import type { Command } from './command.ts'
import { handoffApply } from './commands/handoff-apply.ts'
import { handoffMetrics } from './commands/handoff-metrics.ts'
import { handoffPin } from './commands/handoff-pin.ts'
import { handoffPlan } from './commands/handoff-plan.ts'
import { handoffReceiptCommand } from './commands/handoff-receipt.ts'
import { handoffRollback } from './commands/handoff-rollback.ts'
import { handoffStatusCommand } from './commands/handoff-status.ts'
import { handoffVerify } from './commands/handoff-verify.ts'

/** The online half: all that `handoff.mjs` has. Nothing here may need a native module or a file of the program beside it. */
export const HANDOFF_COMMANDS: readonly Command[] = [
  handoffPin,
  handoffVerify,
  handoffPlan,
  handoffApply,
  handoffRollback,
  handoffReceiptCommand,
  handoffStatusCommand,
  handoffMetrics,
]
