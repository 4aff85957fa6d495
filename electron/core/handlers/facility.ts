import { homedir } from 'node:os'
import { join } from 'node:path'
import type { facilityContract } from '../../../shared/ipc/contract/facility.ts'
import type { Handlers } from '../../../shared/ipc/operation.ts'
import { viewReading } from '../auditor/handlers.ts'
import type { Desk } from '../desk.ts'
import type { Facility } from '../facility/facility.ts'
import { FOUNDING_STEPS, foundPracticeFacility, type Rehearsed } from '../practice/found.ts'
import { viewFacility } from '../views/facility-view.ts'
import { viewOverview } from '../views/overview.ts'
import { folderName } from './folder-name.ts'

export function facilityHandlers(desk: Desk): Handlers<typeof facilityContract> {
  return {
    'facility.state': () => ({
      facility: desk.current === null ? null : viewFacility(desk.current, desk.readings, desk.lock.locked),
      failure: desk.startFailure === null ? null : { ...desk.startFailure },
    }),
    'facility.create-practice': async ({ parent, name, rehearses }) => {
      const { library, clock } = desk.options
      let done = 0
      const layout = await foundPracticeFacility(
        join(parent, folderName(parent, name, 'practice')),
        name,
        library,
        clock,
        (text) => {
          desk.events.progress(text, done++, FOUNDING_STEPS)
        },
        rehearses ? rehearsed(desk.session.facility) : undefined,
      )
      const session = await desk.open(layout.root)
      return { facility: viewFacility(session, desk.readings, desk.lock.locked) }
    },
    'facility.open': async ({ path }) => {
      const session = await desk.open(path)
      return { facility: viewFacility(session, desk.readings, desk.lock.locked) }
    },
    'facility.open-read-only': async ({ path }) => ({ facility: viewReading(await desk.openReadOnly(path)) }),
    'facility.close': async () => {
      await desk.close()
      return {}
    },
    'facility.suggest-parent': () => ({ parent: homedir() }),
    'overview.read': () => {
      void desk.refresh()
      return viewOverview(desk.session, desk.readings)
    },
  }
}

function rehearsed({ state, policy }: Facility): Rehearsed {
  const people = [...state.people.values()].filter(({ removedAt }) => removedAt === null)
  return { policy, tokens: [...state.tokens.keys()], people }
}
