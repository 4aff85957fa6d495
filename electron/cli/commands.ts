import type { Command } from './command.ts'
import { approvalImport } from './commands/approval-import.ts'
import { approvalInspect } from './commands/approval-inspect.ts'
import { approvalRequestCommand } from './commands/approval-request.ts'
import { approvalSign } from './commands/approval-sign.ts'
import { auditPackage } from './commands/audit-package.ts'
import { evidenceShow } from './commands/evidence-show.ts'
import { evidenceVerify } from './commands/evidence-verify.ts'
import { crlCheck } from './commands/crl-check.ts'
import { facilityCompare } from './commands/facility-compare.ts'
import { facilityGenesis } from './commands/facility-genesis.ts'
import { facilityStatus } from './commands/facility-status.ts'
import { HANDOFF_COMMANDS } from './handoff-commands.ts'
import { hsmInspect } from './commands/hsm-inspect.ts'
import { hsmList } from './commands/hsm-list.ts'
import { impact } from './commands/impact.ts'
import { incidentList } from './commands/incident-list.ts'
import { incidentReport } from './commands/incident-report.ts'
import { incidentShow } from './commands/incident-show.ts'
import { inventoryImport } from './commands/inventory-import.ts'
import { inventoryReconcile } from './commands/inventory-reconcile.ts'
import { inventoryShow } from './commands/inventory-show.ts'
import { inspect } from './commands/inspect.ts'
import { logAddCosignature, logRequestCosignature } from './commands/log-cosign.ts'
import { logExport } from './commands/log-export.ts'
import { logProve } from './commands/log-prove.ts'
import { logShow } from './commands/log-show.ts'
import { logVerify } from './commands/log-verify.ts'
import { planCheck } from './commands/plan-check.ts'
import { planDiff } from './commands/plan-diff.ts'
import { planPreview } from './commands/plan-preview.ts'
import { planShow } from './commands/plan-show.ts'
import { practice } from './commands/practice.ts'
import { run } from './commands/run.ts'
import { runRecord } from './commands/run-record.ts'
import { witnessCosign, witnessCreate, witnessTrust } from './commands/witness.ts'

/** In the order in which the help lists them. */
export const COMMANDS: readonly Command[] = [
  practice,
  planCheck,
  planShow,
  planDiff,
  planPreview,
  run,
  runRecord,
  approvalRequestCommand,
  approvalInspect,
  approvalSign,
  approvalImport,
  facilityStatus,
  facilityCompare,
  facilityGenesis,
  inspect,
  crlCheck,
  inventoryImport,
  inventoryShow,
  inventoryReconcile,
  impact,
  logVerify,
  logShow,
  logProve,
  logExport,
  logRequestCosignature,
  logAddCosignature,
  auditPackage,
  witnessCreate,
  witnessTrust,
  witnessCosign,
  ...HANDOFF_COMMANDS,
  incidentList,
  incidentShow,
  incidentReport,
  evidenceVerify,
  evidenceShow,
  hsmList,
  hsmInspect,
]
