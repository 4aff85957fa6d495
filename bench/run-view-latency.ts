import { setTimeout as delay } from 'node:timers/promises'
import { Desk } from '../electron/core/desk.ts'
import { consoleHandlers } from '../electron/core/handlers/console.ts'
import { facilityHandlers } from '../electron/core/handlers/facility.ts'
import { foundingHandlers } from '../electron/core/handlers/founding.ts'
import { transferHandlers } from '../electron/core/handlers/transfer.ts'
import { transfersHandlers } from '../electron/core/handlers/transfers.ts'
import { hsmHandlers } from '../electron/core/handlers/hsms.ts'
import { evidenceHandlers } from '../electron/core/handlers/evidence.ts'
import { inventoryHandlers } from '../electron/core/handlers/inventory.ts'
import { incidentHandlers } from '../electron/core/handlers/incidents.ts'
import { logHandlers } from '../electron/core/handlers/log.ts'
import { paperHandlers } from '../electron/core/handlers/papers.ts'
import { custodyHandlers } from '../electron/core/handlers/custody.ts'
import { runHandlers } from '../electron/core/handlers/runs.ts'
import { contract } from '../shared/ipc/contract/index.ts'
import { createDispatcher } from '../shared/ipc/operation.ts'
import { currentStep } from '../shared/procedure/run-state.ts'
import type { Plan } from '../shared/procedure/plan.ts'
import { answers, begin, rootPlan } from '../test/support/ceremony-run.ts'
import { consoleOptions, TestFacility } from '../test/support/test-facility.ts'
import { median, quantile, table } from './table.ts'

/**
 * `node bench/run-view-latency.ts [KEYS]`. How long core takes to answer what the run view and the annunciator ask while an HSM
 * (SoftHSM, in the hsm process) generates RSA-4096 keys, and while it does nothing. From the moment a call is due to the moment
 * its checked answer is there: what keeps the event loop busy counts.
 */

const [keys = 3] = process.argv.slice(2).map(Number)
/** A person who presses keys all the time. */
const EVERY = 20

const site = await TestFacility.found()
const desk = new Desk(consoleOptions(), { changed: () => undefined, progress: () => undefined })
try {
  const session = await desk.open(site.root)
  const dispatch = createDispatcher(
    contract,
    {
      ...consoleHandlers(desk),
      ...facilityHandlers(desk),
      ...foundingHandlers(desk),
      ...hsmHandlers(desk),
      ...logHandlers(desk),
      ...runHandlers(desk),
      ...evidenceHandlers(desk),
      ...inventoryHandlers(desk),
      ...incidentHandlers(desk),
      ...custodyHandlers(desk),
      ...transferHandlers(desk),
      ...transfersHandlers(desk),
      ...paperHandlers(desk),
    },
    () => undefined,
  )
  const run = await begin(session, plan(), 'root-key', answers(site.folder))
  const ask = async (): Promise<void> => {
    for (const [name, body] of [
      ['run.read', { run: run.id }],
      ['facility.state', {}],
    ] as const) {
      const reply = await dispatch(name, body)
      if (!reply.ok) throw new Error(`${name} was refused: ${reply.failure.message}`)
    }
  }
  const idle = await reactions(ask, delay(3_000))
  const busy: number[] = []
  const started = performance.now()
  for (let key = 0; key < keys; key++) {
    const step = currentStep(run)?.step
    if (step?.kind !== 'generate-key') break
    busy.push(...(await reactions(ask, session.engine.perform(run.id, step.id, { kind: 'none' }))))
  }
  const seconds = (performance.now() - started) / 1000
  process.stdout.write(
    `run.read and facility.state together, every ${String(EVERY)} ms, in ms; the keys took ${seconds.toFixed(1)} s; Node ${process.version}\n\n`,
  )
  process.stdout.write(
    table(['', 'calls', 'median', 'p99', 'max'], [row('nothing else', idle), row('RSA-4096 in the hsm process', busy)]),
  )
} finally {
  await desk.close()
  await site.remove()
}

/** Latencies of `ask` until `work` is done. */
async function reactions(ask: () => Promise<void>, work: Promise<unknown>): Promise<number[]> {
  const found: number[] = []
  const state = { done: false }
  const end = work.finally(() => {
    state.done = true
  })
  for (let due = performance.now(); !state.done; due = Math.max(due + EVERY, performance.now())) {
    await delay(Math.max(0, due - performance.now()))
    await ask()
    found.push(performance.now() - due)
  }
  await end
  return found
}

function row(name: string, found: readonly number[]): readonly string[] {
  return [
    name,
    String(found.length),
    ...[median(found), quantile(found, 0.99), Math.max(...found)].map((ms) => ms.toFixed(1)),
  ]
}

/** The root ceremony with RSA keys, one after another. */
function plan(): Plan {
  const made = rootPlan()
  const acts = made.definition.acts.map((act) => ({
    ...act,
    steps: act.steps
      .filter(({ kind }) => kind !== 'inspect-key')
      .map((step) => (step.kind === 'generate-key' ? { ...step, algorithm: 'rsa-4096' as const } : step)),
  }))
  return { ...made, definition: { ...made.definition, acts } }
}
