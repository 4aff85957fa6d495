import { isPractice } from '../../../shared/facility/state.ts'
import { fail } from '../../../shared/failure.ts'
import type { Cell, FacilityView } from '../../../shared/ipc/contract/facility.ts'
import { contract } from '../../../shared/ipc/contract/index.ts'
import { type ReadingContract, readingContract } from '../../../shared/ipc/contract/reading.ts'
import { NO_PREVIOUS } from '../../../shared/ledger/envelope.ts'
import { createDispatcher, type Handlers, type Reply } from '../../../shared/ipc/operation.ts'
import type { Desk } from '../desk.ts'
import { logReadHandlers } from '../handlers/log.ts'
import { counted } from '../../../shared/counted.ts'
import { viewDigest, viewPerson } from '../views/pieces.ts'
import type { ReadOnlyFacility } from './read-only-facility.ts'

/** Answers what may be asked while a copy is open to be read, and nothing else. */
export function readingDispatcher(
  desk: Desk,
  report: (name: string, error: unknown) => void,
): (name: string, body: unknown) => Promise<Reply> {
  const dispatch = createDispatcher(readingContract, readingHandlers(desk), report)
  return (name, body) => {
    const isElsewhere = Object.hasOwn(contract, name) && !Object.hasOwn(readingContract, name)
    return isElsewhere ? Promise.resolve({ ok: false, failure: notHere(name) }) : dispatch(name, body)
  }
}

function notHere(name: string) {
  return fail('facility-read-only', `This copy is open to be read: "${name}" is not there.`, {
    remedy: 'Close it, and open the facility itself to work with it.',
  }).failure
}

function readingHandlers(desk: Desk): Handlers<ReadingContract> {
  const opened = (): ReadOnlyFacility => {
    if (desk.reading !== null) return desk.reading
    throw fail('facility-not-open', 'No copy is open.', { remedy: 'Open one.' })
  }
  return {
    'facility.state': () => ({ facility: desk.reading && viewReading(desk.reading), failure: null }),
    'facility.close': async () => {
      await desk.close()
      return {}
    },
    ...logReadHandlers({
      record: opened,
      folder: () => opened().folder,
      verify: (progress) => opened().verify(progress),
      examined: () => opened().examined,
      artifacts: () => opened().artifactFolder,
      progress: desk.events.progress,
      clock: desk.options.clock,
    }),
  }
}

export function viewReading(facility: ReadOnlyFacility): FacilityView {
  const { state } = facility
  return {
    path: facility.folder,
    name: state.founded.name,
    practice: isPractice(state),
    origin: state.founded.origin,
    size: facility.store.size,
    readOnly: true,
    policy: {
      title: state.policy?.title ?? 'None was adopted',
      version: state.policy?.version ?? 0,
      digest: viewDigest(state.policyDigest === '' ? NO_PREVIOUS : state.policyDigest),
    },
    people: [...state.people.values()].map((person) => ({ ...viewPerson(person), credentials: [] })),
    cells: [readingCell(facility), logCell(facility)],
    openRun: null,
    // Whatever was open when the copy was made is history here.
    incidents: [],
    lock: null,
    practiceSecrets: null,
  }
}

function readingCell({ folder }: ReadOnlyFacility): Cell {
  return {
    id: 'reading',
    label: 'This copy',
    state: 'Read only',
    tone: 'ok',
    evidence: [
      `Nothing is written into ${folder}, not even that it was opened.`,
      'No key file was read and no HSM module was loaded. What writes or signs is not there.',
    ],
  }
}

function logCell({ examined, store }: ReadOnlyFacility): Cell {
  const cell = { id: 'log', label: 'Log' } as const
  const size = counted(store.size, 'entry', 'entries')
  if (examined === null) {
    return {
      ...cell,
      state: 'Not verified',
      tone: 'attention',
      evidence: [`${size}. What is shown is what the log key signed when the facility was last closed.`],
    }
  }
  const { ok, headline, sentence } = examined.verdict
  return {
    ...cell,
    state: ok ? 'Verified' : 'Not reliable',
    tone: ok ? 'ok' : 'danger',
    evidence: [headline, sentence],
  }
}
