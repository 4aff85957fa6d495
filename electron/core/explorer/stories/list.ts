import type { FacilityState } from '../../../../shared/facility/state.ts'
import { livingPlaces } from '../../../../shared/facility/keys.ts'
import type { StoryLine, StorySubject } from '../../../../shared/ipc/contract/stories.ts'
import { commonName } from '../../log/wording.ts'

const MOST = 500

/** What there is to tell of, the newest first; those whose line holds every word of the text. */
export function storyLines(
  state: FacilityState,
  of: StorySubject['of'],
  text: string,
): { lines: StoryLine[]; total: number } {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const lines = all(state, of).filter((line) => {
    const subject = Object.values(line.subject).join(' ')
    const whole = `${line.title} ${line.note} ${line.state} ${subject}`.toLowerCase()
    return words.every((word) => whole.includes(word))
  })
  return { lines: lines.slice(0, MOST), total: lines.length }
}

function all(state: FacilityState, of: StorySubject['of']): StoryLine[] {
  switch (of) {
    case 'certificate':
      return state.certificates.toReversed().map(({ certificate, subject, serial, issuedAt }) => ({
        subject: { of, certificate },
        title: commonName(subject),
        note: `serial ${serial}, issued ${issuedAt.slice(0, 10)}`,
        state: state.revoked.has(certificate) ? 'revoked' : 'issued',
      }))
    case 'key':
      return [...state.keys.values()].toReversed().map((key) => ({
        subject: { of, key: key.name },
        title: key.name,
        note: `${key.algorithm}, made ${key.madeAt.slice(0, 10)}`,
        state: livingPlaces(key).length === 0 ? 'destroyed' : 'exists',
      }))
    case 'person':
      return [...state.people.values()].map(({ id, name, roles, removedAt }) => ({
        subject: { of, person: id },
        title: name,
        note: roles.join(', '),
        state: removedAt === null ? 'enrolled' : 'removed',
      }))
    case 'run':
      return [...state.runs.values()].toReversed().map((run) => ({
        subject: { of, run: run.id },
        title: run.plan.title,
        note: `${run.id}, ${run.openedAt.slice(0, 10)}`,
        state: run.status,
      }))
  }
}
