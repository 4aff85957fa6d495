import { z } from '../../shared/zod.ts'
import type { RunState } from '../../shared/procedure/run-state.ts'
import { continueRun } from '../../electron/core/headless/run.ts'
import { FacilityConsole } from '../../electron/core/console.ts'
import { answers, openRun, reopen } from './ceremony-run.ts'
import { consoleOptions, ShiftedClock } from './test-facility.ts'

// Goes on with the open run of a facility and ends itself, by SIGKILL, at the moment that argv[2] names.
const order = z
  .strictObject({
    facility: z.string(),
    scratch: z.string(),
    moment: z.string(),
    kind: z.string(),
    nth: z.number().int(),
    entry: z.string().optional(),
    ahead: z.number(),
    says: z.string().optional(),
    list: z.string().optional(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''))

const clock = new ShiftedClock()
clock.ahead = order.ahead
let seen = 0
const session = await FacilityConsole.open(
  order.facility,
  consoleOptions({
    clock,
    progress: (text) => {
      if (order.says !== undefined && text.includes(order.says)) process.kill(process.pid, 'SIGKILL')
    },
    onMoment: (moment, kind) => {
      if (kind !== order.kind) return
      process.stdout.write(`${moment} ${kind}\n`)
      if (moment === order.moment && ++seen === order.nth) process.kill(process.pid, 'SIGKILL')
    },
  }),
)
session.facility.onChange(() => {
  const last = session.facility.store.bytesOf(session.facility.state.size - 1)
  const { kind } = JSON.parse(new TextDecoder().decode(last)) as { kind: string }
  if (kind === order.entry && ++seen === order.nth) process.kill(process.pid, 'SIGKILL')
})
const run: RunState = openRun(session)
await reopen(session, run)
process.stdout.write('going on\n')
await continueRun(
  session,
  run,
  answers(order.scratch, { revocationList: () => Promise.resolve(order.list ?? '') }),
  () => undefined,
)
process.stdout.write(`${run.status}\n`)
await session.close()
