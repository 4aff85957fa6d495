import { hostClock } from '../../core/clock.ts'
import type { Surroundings } from '../../../online/apply/run.ts'
import { readReceiverConfig } from '../../../online/config/read.ts'
import { takeStateLock } from '../../../online/state/lock.ts'
import { Store } from '../../../online/state/store.ts'
import { type Call, type Command, type CommandOption, UsageError } from '../command.ts'

/** Options that the commands of a receiver have in common. */
export const STATE: Readonly<Record<'state', CommandOption>> = {
  state: {
    type: 'string',
    value: 'DIR',
    help: 'What this receiver remembers: pinned signers, the last hand-off, its key.',
  },
}

export const CONFIG: Readonly<Record<'config', CommandOption>> = {
  config: { type: 'string', value: 'FILE', help: 'receiver.yaml or .json: regions, targets, reloads and probes.' },
}

export const ACCEPT_LATE: Readonly<Record<'accept-late', CommandOption>> = {
  'accept-late': {
    type: 'boolean',
    help: 'Accept a hand-off after which a newer one was promised by now. Ask first why there is none.',
  },
}

export function storeOf(call: Call, command: Command): Store {
  const folder = call.option('state')
  if (folder === undefined) throw new UsageError(`"${command.name}" needs --state DIR.`, command)
  return new Store(folder)
}

export function surroundingsOf(call: Call, command: Command): Surroundings {
  const path = call.option('config')
  if (path === undefined) throw new UsageError(`"${command.name}" needs --config FILE.`, command)
  const store = storeOf(call, command)
  return { store, config: readReceiverConfig(path), clock: hostClock, say: call.progress }
}

/** One writer at a time. */
export async function locked<T>(store: Store, work: () => Promise<T> | T): Promise<T> {
  // A folder without a memory is refused by whoever looks into it.
  if (!store.isPinned) return work()
  const lock = takeStateLock(store.folder)
  try {
    return await work()
  } finally {
    lock.release()
  }
}
