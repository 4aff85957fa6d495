import { fail } from '../../../../shared/failure.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import {
  applyBags,
  bagDeviation,
  type BagProblem,
  bagRecord,
  type BagRecord,
  checkBags,
} from '../../../../shared/room/bags.ts'
import { toInstant } from '../../clock.ts'
import type { StepContext } from '../step-context.ts'

/**
 * Which bag each thing came out of, and into which it went. What does not fit the records is kept as it is: what lies on the
 * table is a fact, and people decide about it. Throws bag-malformed.
 */
export function recordBag(context: StepContext<'record-bag'>): StepOutput<'record-bag'> {
  const { input, step, facility, run, services } = context
  if (input.kind !== 'bags' || input.bags.length !== step.items.length)
    throw fail('invalid-request', `This step wants the bags of ${String(step.items.length)} things.`)
  const at = toInstant(services.facility.clock.now())
  let custody = facility.room.bags
  const bags: BagRecord[] = []
  const problems: BagProblem[] = []
  for (const [index, field] of step.items.entries()) {
    const bag = parseBag(context.value(field), input.bags[index])
    problems.push(...checkBags(custody, bag))
    custody = applyBags(custody, bag, { at, run: run.id })
    bags.push(bag)
  }
  return { bags, problems, deviation: bagDeviation(problems) }
}

function parseBag(item: string, given: { opened: string | null; sealed: string | null } | undefined): BagRecord {
  const parsed = bagRecord.safeParse({ item, ...given })
  if (parsed.success) return parsed.data
  const why = parsed.error.issues[0]?.message ?? ''
  throw fail('bag-malformed', `The bags of ${item} cannot be recorded: ${why}.`, {
    remedy: 'Type the number as it is printed on the bag.',
  })
}
