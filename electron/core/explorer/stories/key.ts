import { fail } from '../../../../shared/failure.ts'
import { livingPlaces } from '../../../../shared/facility/keys.ts'
import type { Story } from '../../../../shared/ipc/contract/stories.ts'
import type { FacilityRecord } from '../../facility/record.ts'
import { counted } from '../../../../shared/counted.ts'
import { commonName } from '../../log/wording.ts'
import { viewDigest } from '../../views/pieces.ts'
import type { LogIndex } from '../log-index.ts'
import { wholeDigest, wholeName } from '../terms.ts'
import { fact } from './certificate.ts'
import { eventsOf, marked } from './events.ts'

/** From its generation to the destruction of its last copy: whatever names the key or its public key. */
export function keyStory(record: FacilityRecord, index: LogIndex, name: string): Story {
  const { state } = record
  const key = state.keys.get(name)
  if (key === undefined) throw fail('key-not-found', `This facility made no key "${name}".`)
  const own = state.certificates.filter(({ subjectKey }) => subjectKey === key.spki)
  const signed = state.certificates.filter(({ signingKey }) => signingKey === name)
  const crls = state.crls.filter(({ signingKey }) => signingKey === name)
  const backups = state.backups.filter((backup) => backup.key === name)
  const living = livingPlaces(key)
  const found = marked(index.mark([wholeName(name), wholeDigest(key.spki)]))
  const uses = `${counted(signed.length, 'certificate')} and ${counted(crls.length, 'CRL')}`
  return {
    subject: { of: 'key', key: name },
    title: name,
    sentence:
      living.length === 0
        ? `Made on ${key.madeAt.slice(0, 10)}, signed ${uses}, and destroyed everywhere.`
        : `Made on ${key.madeAt.slice(0, 10)}, signed ${uses}, and is on ${counted(living.length, 'token')}.`,
    facts: [
      fact('Algorithm', key.algorithm),
      fact('Key id', key.id, true),
      fact('Made in', state.runs.get(key.run)?.plan.title ?? key.run),
      fact('May be backed up', key.backup === 'wrap' ? 'wrapped' : 'never'),
      ...key.places.map((place) =>
        fact(
          place.tokenName,
          `${place.origin} ${place.since.slice(0, 10)}${place.destroyedAt === null ? '' : `, destroyed ${place.destroyedAt.slice(0, 10)}`}`,
        ),
      ),
      fact('Backups', String(backups.length)),
      fact('Its certificates', own.map(({ subject }) => commonName(subject)).join(', ') || 'none: parked'),
    ],
    digests: [
      { name: 'Public key', digest: viewDigest(key.spki) },
      { name: 'Dossier', digest: viewDigest(key.dossier) },
    ],
    checks: [],
    related: [
      { subject: { of: 'run', run: key.run }, title: state.runs.get(key.run)?.plan.title ?? key.run, how: 'made it' },
      ...own.map(({ certificate, subject }) => ({
        subject: { of: 'certificate' as const, certificate },
        title: commonName(subject),
        how: 'certifies it',
      })),
      ...signed
        .filter(({ subjectKey }) => subjectKey !== key.spki)
        .map(({ certificate, subject }) => ({
          subject: { of: 'certificate' as const, certificate },
          title: commonName(subject),
          how: 'signed with it',
        })),
    ],
    events: eventsOf(record, found),
    total: found.length,
  }
}
