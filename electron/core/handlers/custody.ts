import type { custodyContract } from '../../../shared/ipc/contract/custody.ts'
import type { Handlers } from '../../../shared/ipc/operation.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { Desk } from '../desk.ts'
import type { GivenShare } from '../procedure/give-share.ts'
import { viewRun } from '../views/run-view.ts'

type Request = Parameters<Handlers<typeof custodyContract>['run.give-share']>[0]

export function custodyHandlers(desk: Desk): Handlers<typeof custodyContract> {
  const view = (run: RunState) => ({ run: viewRun(desk.session, run) })
  return {
    'run.give-share': async ({ run, step, share }) =>
      view(await desk.session.engine.custody.give(run, step, givenShare(share))),
    'run.begin-dealing': async ({ run, step, pin }) =>
      view(await desk.session.engine.custody.begin(run, step, pin ?? null)),
    'run.deal-sealed': async ({ run, step, folder, ...hand }) =>
      view(await desk.session.engine.custody.dealSealed(run, step, hand, folder)),
    'run.show-share': async ({ run, step, ...hand }) => ({
      words: await desk.session.engine.custody.show(run, step, hand),
    }),
    'run.confirm-share': async ({ run, step, person, words }) =>
      view(await desk.session.engine.custody.confirm(run, step, person, words)),
  }
}

function givenShare(share: Request['share']): GivenShare {
  if (share.kind === 'paper') return share
  const { kind, set, file, ...hand } = share
  return { kind, set, file, hand }
}
