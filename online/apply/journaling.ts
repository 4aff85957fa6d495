import { fail } from '../../shared/failure.ts'
import type { ReceiptCheck } from '../../shared/handoff/receipt.ts'
import type { Journal, JournalStage, JournalTarget } from '../state/journal.ts'
import type { Memory } from '../state/memory.ts'
import type { Store } from '../state/store.ts'
import type { Observation } from './observation.ts'

/** Every function here is durable when it returns: the next step may rely on it after a stop. */

export function openJournal(store: Store): Journal {
  const { journal } = store.memory
  if (journal === null) throw fail('internal', 'Nothing is being applied.')
  return journal
}

export function stageOf(store: Store, region: string): JournalStage {
  const stage = openJournal(store).stages.find((one) => one.region === region)
  if (stage === undefined) throw unknownPlace(region)
  return stage
}

export function targetOf(store: Store, region: string, target: string): JournalTarget {
  const found = stageOf(store, region).targets.find((one) => one.target === target)
  if (found === undefined) throw unknownPlace(`${region}/${target}`)
  return found
}

function unknownPlace(name: string) {
  return fail('receiver-config-invalid', `The configuration does not have what is being applied any more: ${name}.`, {
    remedy: 'Give the configuration with which it was begun, finish or roll back, and change it afterwards.',
  })
}

export function changeJournal(store: Store, change: (journal: Journal) => Journal): void {
  store.change((memory) => ({ ...memory, journal: memory.journal === null ? null : change(memory.journal) }))
}

export function changeStage(
  store: Store,
  region: string,
  change: (stage: JournalStage) => JournalStage,
  more: (memory: Memory) => Memory = (memory) => memory,
): void {
  store.change((memory) => {
    const { journal } = memory
    if (journal === null) return memory
    const stages = journal.stages.map((stage) => (stage.region === region ? change(stage) : stage))
    return more({ ...memory, journal: { ...journal, stages } })
  })
}

/** The new state of one target, and what was seen on the way. */
export function recordTarget(
  store: Store,
  region: string,
  target: string,
  change: Partial<JournalTarget>,
  seen: readonly Observation[] = [],
): void {
  const checks = seen.map(({ ok, detail }): ReceiptCheck => ({ target, ok, detail: detail.slice(0, 500) }))
  changeStage(store, region, (stage) => ({
    ...stage,
    checks: [...stage.checks, ...checks].slice(-2000),
    targets: stage.targets.map((one) => (one.target === target ? { ...one, ...change } : one)),
  }))
}
