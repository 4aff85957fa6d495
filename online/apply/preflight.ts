import { fail, OperationError } from '../../shared/failure.ts'
import { inOrder } from '../config/read.ts'
import { prepareFiles } from '../drivers/table.ts'
import { type ApplyContext, toolsOf } from './context.ts'

/**
 * Whether every target can be given what the hand-off brings; nothing is changed. Targets with something to be done before are looked at
 * when it is their turn. `target-not-ready` with all of them.
 */
export async function preflight(context: ApplyContext): Promise<void> {
  const { release, config } = context
  if (release === null) return
  const problems: string[] = []
  for (const region of inOrder(config)) {
    for (const target of region.targets) {
      if (target.before !== undefined) continue
      try {
        await prepareFiles(release, target, toolsOf(context))
      } catch (error) {
        if (!(error instanceof OperationError)) throw error
        problems.push(`${region.name}/${error.failure.message}`)
      }
    }
  }
  const [first] = problems
  if (first === undefined) return
  throw fail('target-not-ready', `Nothing was changed: ${first}`, {
    remedy: 'Correct what is named; "conclave handoff plan" shows all of it.',
    detail: { problems },
  })
}
