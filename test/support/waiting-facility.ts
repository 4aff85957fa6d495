import { join } from 'node:path'
import { findProcedure } from '../../electron/core/procedure/library.ts'
import { makePlan } from '../../electron/core/procedure/make-plan.ts'
import { outputOf } from '../../shared/procedure/run-state.ts'
import { answers, begin, issuePlan, rootPlan } from './ceremony-run.ts'
import { library, TestFacility } from './test-facility.ts'
import { readHandoffFolder, type ReceivedHandoff, TestReceiver } from './test-receiver.ts'

export interface HandedFacility {
  readonly site: TestFacility
  readonly receiver: TestReceiver
  /** The first hand-off, as it left. */
  readonly handoff: ReceivedHandoff
}

export interface WaitingFacility extends HandedFacility {
  /** The ceremony take-receipt, open at the step that waits for the receipt. */
  readonly run: string
}

/** A practice facility whose first hand-off left for a registered receiver, with a ceremony that waits for its receipt; closed. */
export async function waitingFacility(): Promise<WaitingFacility> {
  const handed = await handedFacility()
  const session = await handed.site.open()
  const from = answers(handed.site.folder)
  const { id } = await begin(session, planOf('take-receipt', 'Receipt of no. 1', { domain: 'fleet' }), 'receipt', from)
  await handed.site.closeAll()
  return { ...handed, run: id }
}

/** A practice facility whose first hand-off left for a registered receiver; closed, with no run open. */
export async function handedFacility(): Promise<HandedFacility> {
  const site = await TestFacility.found()
  const session = await site.open()
  const receiver = new TestReceiver(site.folder, 'fleet-eu', 'fleet')
  const from = answers(site.folder, { receiverFile: () => Promise.resolve(receiver.certificateFile) })
  await begin(session, rootPlan(), null, from)
  const issued = await begin(session, issuePlan(), null, from)
  const { destination, folderName } = outputOf(issued, 'export', 'export')
  const registration = { name: receiver.name, domain: receiver.domain }
  await begin(session, planOf('register-receiver', 'Register fleet-eu', registration), null, from)
  await site.closeAll()
  return { site, receiver, handoff: readHandoffFolder(join(destination, folderName)) }
}

function planOf(procedure: string, title: string, inputs: Readonly<Record<string, string>>) {
  return makePlan(library, findProcedure(library, procedure), title, inputs)
}
