import { join } from 'node:path'
import { fail } from '../../../shared/failure.ts'
import type { foundingContract, FoundingView } from '../../../shared/ipc/contract/founding.ts'
import type { Handlers } from '../../../shared/ipc/operation.ts'
import type { Policy } from '../../../shared/people/policy.ts'
import type { Desk } from '../desk.ts'
import { readFileCapped } from '../files/host-files.ts'
import { Founding } from '../founding/founding.ts'
import { Hsms } from '../hsm/hsms.ts'
import { parsePolicy } from '../procedure/library.ts'
import { viewFacility } from '../views/facility-view.ts'
import { viewFounding } from '../views/founding.ts'
import { folderName } from './folder-name.ts'

const POLICY_LIMIT = 1 << 20

export function foundingHandlers(desk: Desk): Handlers<typeof foundingContract> {
  let current: Founding | null = null
  const founding = (): Founding => {
    if (current !== null) return current
    throw fail('facility-not-open', 'No facility is being founded.', { remedy: 'Begin with its name and its folder.' })
  }
  const hsms = (): Hsms => new Hsms({ program: desk.options.hsmProgram })
  const answer = async (): Promise<{ founding: FoundingView }> => ({ founding: await viewFounding(founding()) })
  const replace = async (next: Founding | null): Promise<void> => {
    await current?.stop()
    current = next
  }
  return {
    'founding.read': async () => ({ founding: current === null ? null : await viewFounding(current) }),
    'founding.begin': async ({ parent, name, domain }) => {
      await replace(Founding.begin(join(parent, folderName(parent, name, 'facility')), name, domain, hsms()))
      return answer()
    },
    'founding.resume': async ({ path }) => {
      await replace(Founding.resume(path, hsms()))
      return answer()
    },
    'founding.policies': () => ({
      policies: [...desk.options.library.policies].map(([name, { title }]) => ({ name, title })),
    }),
    'founding.set-policy': ({ name, path }) => {
      founding().setPolicy(findPolicy(desk, name, path))
      return answer()
    },
    'founding.add-module': async ({ path }) => {
      await founding().addModule(path)
      return answer()
    },
    'founding.remove-module': ({ path }) => {
      founding().removeModule(path)
      return answer()
    },
    'founding.take-token': async ({ name, label, serial }) => {
      await founding().takeToken(name, label, serial)
      return answer()
    },
    'founding.drop-token': ({ name }) => {
      founding().dropToken(name)
      return answer()
    },
    'founding.enrol': async ({ name, roles, credential }) => {
      await founding().enrol(name, roles, credential)
      return answer()
    },
    'founding.remove-person': ({ person }) => {
      founding().removePerson(person)
      return answer()
    },
    'founding.complete': async () => {
      const layout = founding().complete(desk.options.clock)
      await replace(null)
      const session = await desk.open(layout.root)
      return { facility: viewFacility(session, desk.readings, desk.lock.locked) }
    },
    'founding.leave': async () => {
      await replace(null)
      return {}
    },
  }
}

function findPolicy(desk: Desk, name: string | undefined, path: string | undefined): Policy {
  if (path !== undefined) return parsePolicy(path, new TextDecoder().decode(readFileCapped(path, POLICY_LIMIT)))
  const found = desk.options.library.policies.get(name ?? '')
  if (found !== undefined) return found
  throw fail('procedure-not-found', `There is no policy "${name ?? ''}".`, {
    remedy: `Known: ${[...desk.options.library.policies.keys()].join(', ')}.`,
  })
}
