import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { CONSOLE_LEFT, CONSOLE_LOCKED, CONSOLE_TOUCHED } from '../../shared/ipc/contract/console.ts'
import { CORE_READY } from '../../shared/ipc/contract/host.ts'
import { contract, type CoreHandlers } from '../../shared/ipc/contract/index.ts'
import type { Message } from '../../shared/ipc/link.ts'
import { createDispatcher } from '../../shared/ipc/operation.ts'
import { OperationError } from '../../shared/failure.ts'
import { hostClock } from './clock.ts'
import { readingDispatcher } from './auditor/handlers.ts'
import { Desk } from './desk.ts'
import { SeenFacilities, seenFacilitiesPath } from './facility/seen-facilities.ts'
import { consoleHandlers } from './handlers/console.ts'
import { custodyHandlers } from './handlers/custody.ts'
import { facilityHandlers } from './handlers/facility.ts'
import { foundingHandlers } from './handlers/founding.ts'
import { hsmHandlers } from './handlers/hsms.ts'
import { evidenceHandlers } from './handlers/evidence.ts'
import { inventoryHandlers } from './handlers/inventory.ts'
import { incidentHandlers } from './handlers/incidents.ts'
import { logHandlers } from './handlers/log.ts'
import { paperHandlers } from './handlers/papers.ts'
import { runHandlers } from './handlers/runs.ts'
import { transferHandlers } from './handlers/transfer.ts'
import { transfersHandlers } from './handlers/transfers.ts'
import { whileUnlocked } from './lock/while-unlocked.ts'
import { loadLibrary } from './procedure/library.ts'

/** The core process: `core.mjs [--facility DIR [--locked] | --read-only DIR]`, forked with advanced serialization. Ends when its parent does. */

const here = dirname(fileURLToPath(import.meta.url))

function post(message: Message): void {
  // The parent may be gone; `disconnect` then ends this process.
  process.send?.(message, undefined, undefined, () => undefined)
}

/** The program beside the bundle, or among the sources. */
function beside(bundled: string, source: string): string {
  const path = join(here, bundled)
  return existsSync(path) ? path : join(here, source)
}

const desk = new Desk(
  {
    clock: hostClock,
    memory: new SeenFacilities(seenFacilitiesPath()),
    library: loadLibrary(beside('../ceremonies', '../../ceremonies')),
    hsmProgram: { entry: beside('hsm.mjs', '../hsm/index.ts') },
    idleAtMost: Number(process.env['CONCLAVE_IDLE_LOCK_SECONDS'] ?? 0) * 1000,
  },
  {
    changed: (size) => {
      post({ type: 'event', name: 'facility.changed', body: { size } })
    },
    progress: (text, done, total) => {
      post({ type: 'event', name: 'progress', body: { text, done, total } })
    },
    locked: (facility) => {
      post({ type: 'event', name: CONSOLE_LOCKED, body: { facility } })
    },
  },
)

const handlers: CoreHandlers = {
  ...consoleHandlers(desk),
  ...facilityHandlers(desk),
  ...foundingHandlers(desk),
  ...runHandlers(desk),
  ...incidentHandlers(desk),
  ...custodyHandlers(desk),
  ...logHandlers(desk),
  ...evidenceHandlers(desk),
  ...inventoryHandlers(desk),
  ...hsmHandlers(desk),
  ...transferHandlers(desk),
  ...transfersHandlers(desk),
  ...paperHandlers(desk),
}

/** The stack says where; never the request, which may hold a secret. */
function report(name: string, error: unknown): void {
  process.stderr.write(`${name}: ${error instanceof Error ? (error.stack ?? error.name) : typeof error}\n`)
}

const work = createDispatcher(contract, whileUnlocked(handlers, desk.lock), report)
const read = readingDispatcher(desk, report)

/** What main says by itself: the page can only call. */
function hear(name: string): void {
  if (name === CONSOLE_TOUCHED) desk.lock.touch()
  if (name === CONSOLE_LEFT) desk.lock.lock('idle')
}

setInterval(() => {
  desk.lock.check()
}, 1000).unref()

process.on('message', (message: Message) => {
  if (message.type === 'event') hear(message.name)
  if (message.type !== 'call') return
  // While a copy is open to be read, there are no other operations than those that read.
  const dispatch = desk.reading === null ? work : read
  void dispatch(message.name, message.body).then((reply) => {
    post({ type: 'reply', id: message.id, reply })
  })
})

let ending: Promise<void> | null = null

/** Logs out of every token and lets the facility go. What is in the log is durable already. */
function end(): void {
  ending ??= desk.close().finally(() => {
    process.exit(0)
  })
}

process.on('disconnect', end)
process.on('SIGTERM', end)
process.on('SIGINT', end)

/** A facility named on the command line; the window says what is wrong with it. */
async function openNamed(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(2),
    options: { facility: { type: 'string' }, locked: { type: 'boolean' }, 'read-only': { type: 'string' } },
    strict: false,
  })
  const [facility, copy] = [values.facility, values['read-only']]
  try {
    if (typeof copy === 'string') await desk.openReadOnly(copy)
    else if (typeof facility === 'string') await desk.open(facility)
    if (values.locked === true) desk.lock.lock('restart')
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    desk.startFailure = error.failure
  }
}

await openNamed()
post({ type: 'event', name: CORE_READY, body: {} })
