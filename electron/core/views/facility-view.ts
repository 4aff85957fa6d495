import { openCeremony, openIncidents } from '../../../shared/facility/open-runs.ts'
import { isPractice } from '../../../shared/facility/state.ts'
import type { FacilityView } from '../../../shared/ipc/contract/facility.ts'
import { procedureWord } from '../../../shared/procedure/definition.ts'
import type { FacilityConsole } from '../console.ts'
import type { ModuleReading } from '../hsm/room.ts'
import type { Locked } from '../lock/console-lock.ts'
import { unlockers } from '../lock/unlock.ts'
import { readPracticeSecrets } from '../practice/found.ts'
import { viewCells } from './cells.ts'
import { viewCredentials } from './credentials.ts'
import { viewOpenIncidents } from './open-incidents.ts'
import { viewDigest, viewPerson } from './pieces.ts'

export function viewFacility(
  session: FacilityConsole,
  readings: readonly ModuleReading[],
  locked: Locked | null,
): FacilityView {
  const { facility } = session
  const { state, policy } = facility
  // a drill is under way beside what has to be done, not in its place
  const open = openCeremony(state) ?? openIncidents(state).at(-1) ?? null
  const secrets = isPractice(state) ? readPracticeSecrets(facility.layout) : null
  return {
    path: facility.layout.root,
    name: state.founded.name,
    practice: isPractice(state),
    origin: state.founded.origin,
    size: state.size,
    readOnly: false,
    policy: { title: policy.title, version: policy.version, digest: viewDigest(state.policyDigest) },
    people: [...state.people.values()].map((person) => ({
      ...viewPerson(person),
      credentials: viewCredentials(person, readings),
    })),
    cells: viewCells(session, readings),
    openRun: open === null ? null : { run: open.id, title: open.plan.title, kind: procedureWord(open.plan.definition) },
    incidents: viewOpenIncidents(state),
    lock: locked && { ...locked, people: unlockers(state).map(({ id }) => id) },
    practiceSecrets: secrets === null ? null : { pin: secrets.pin, passphrases: secrets.passphrases },
  }
}
