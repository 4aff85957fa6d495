import { FacilityConsole } from '../../electron/core/console.ts'
import { continueRun } from '../../electron/core/headless/run.ts'
import { z } from '../../shared/zod.ts'
import { openRun } from './ceremony-run.ts'
import { evidenceAnswers } from './evidence-run.ts'
import { consoleOptions } from './test-facility.ts'

// Goes on with the open run of a facility and ends itself, by SIGKILL, when it says the words of argv[2] for the nth time.
const order = z
  .strictObject({ facility: z.string(), folder: z.string(), words: z.string(), nth: z.number().int() })
  .parse(JSON.parse(process.argv[2] ?? ''))

let seen = 0
const session = await FacilityConsole.open(
  order.facility,
  consoleOptions({
    progress: (text) => {
      if (text.includes(order.words) && ++seen === order.nth) process.kill(process.pid, 'SIGKILL')
    },
  }),
)
await continueRun(session, openRun(session), evidenceAnswers(order.folder), () => undefined)
await session.close()
