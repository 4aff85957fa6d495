import type { Command } from './command.ts'
import { facilityCompare } from './commands/facility-compare.ts'
import { facilityStatus } from './commands/facility-status.ts'
import { handoffVerify } from './commands/handoff-verify.ts'
import { hsmInspect } from './commands/hsm-inspect.ts'
import { hsmList } from './commands/hsm-list.ts'
import { inspect } from './commands/inspect.ts'
import { logShow } from './commands/log-show.ts'
import { logVerify } from './commands/log-verify.ts'
import { planCheck } from './commands/plan-check.ts'
import { planPreview } from './commands/plan-preview.ts'
import { planShow } from './commands/plan-show.ts'
import { practice } from './commands/practice.ts'
import { run } from './commands/run.ts'

/** In the order in which the help lists them. */
export const COMMANDS: readonly Command[] = [
  practice,
  planCheck,
  planShow,
  planPreview,
  run,
  facilityStatus,
  facilityCompare,
  inspect,
  logVerify,
  logShow,
  handoffVerify,
  hsmList,
  hsmInspect,
]
