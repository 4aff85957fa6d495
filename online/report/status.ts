import { type HandoffStatus, handoffStatus, statusName, type StatusRegion } from '../../shared/handoff/status.ts'
import { toInstant } from '../../electron/core/clock.ts'
import { breakerState, CLOSED } from '../apply/breaker.ts'
import type { Surroundings } from '../apply/run.ts'
import { inOrder } from '../config/read.ts'
import type { Region } from '../config/schema.ts'
import { keptRelease } from '../state/handoff-copies.ts'
import type { Release } from '../release/release.ts'
import type { JournalTarget } from '../state/journal.ts'
import { lookAt } from './look-at-target.ts'
import { type WrittenReport, writeReport } from './signed-report.ts'

/** Looks at every region now. The report has the number that it would get if it were signed. */
export async function makeStatus(around: Surroundings): Promise<HandoffStatus> {
  const { store, clock, config } = around
  const { pin, counter, last } = store.memory
  const release = last === null ? null : await keptRelease(store, last)
  const regions: StatusRegion[] = []
  for (const region of inOrder(config)) regions.push(await lookAtRegion(around, region, release))
  return handoffStatus.parse({
    format: 'ca-handoff-status/v1',
    practice: pin.practice,
    domain: pin.domain,
    receiver: pin.receiver,
    issued_at: toInstant(clock.now()),
    counter: counter + 1,
    accepted:
      last === null ? null : { epoch: last.epoch, sequence: last.sequence, manifest_sha256: last.manifest_sha256 },
    state_digest: last?.state_digest ?? null,
    expires_at: last?.expires_at ?? null,
    next_expected_by: last?.next_expected_by ?? null,
    regions,
  } satisfies HandoffStatus)
}

/** The same, signed and kept, with a number of its own. The caller holds the lock. */
export async function signStatus(around: Surroundings): Promise<WrittenReport & { readonly status: HandoffStatus }> {
  const status = await makeStatus(around)
  const written = writeReport(statusName(status), status, around.store, around.clock)
  around.store.change((memory) => ({ ...memory, counter: status.counter }))
  return { ...written, status }
}

async function lookAtRegion(around: Surroundings, region: Region, release: Release | null): Promise<StatusRegion> {
  const { memory } = around.store
  const known = memory.regions.find((one) => one.region === region.name)
  const moving = memory.journal?.stages.find((stage) => stage.region === region.name)
  const targets = []
  for (const target of region.targets) {
    const remembered = known?.targets.find((one) => one.target === target.name)
    const move = moving?.targets.find((one) => one.target === target.name)
    const [current, previous] = isMoving(move) ? [move.to, move.from] : [remembered?.current, remembered?.previous]
    targets.push(await lookAt({ around, target, release, current: current ?? null, previous: previous ?? null }))
  }
  const unfinished = moving?.result === null
  return {
    region: region.name,
    stage: region.stage,
    result: unfinished ? 'unfinished' : (known?.result ?? 'not-started'),
    installed: known?.installed ?? null,
    breaker: breakerState(known ?? CLOSED, around.clock.now()),
    targets,
  }
}

function isMoving(move: JournalTarget | undefined): move is JournalTarget {
  return move !== undefined && move.state !== 'waiting'
}
