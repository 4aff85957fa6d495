import { fail } from '../../../../shared/failure.ts'
import type { Story } from '../../../../shared/ipc/contract/stories.ts'
import type { FacilityRecord } from '../../facility/record.ts'
import { outputOf, type RunState } from '../../../../shared/procedure/run-state.ts'
import { counted } from '../../../../shared/counted.ts'
import { commonName, personName } from '../../log/wording.ts'
import { viewDigest } from '../../views/pieces.ts'
import type { LogIndex } from '../log-index.ts'
import { wholeDigest } from '../terms.ts'
import { eventsOf, marked } from './events.ts'

/** From its preview to where it stands now: whatever names the certificate, its serial number or the bytes that were signed. */
export function certificateStory(record: FacilityRecord, index: LogIndex, sha256: string): Story {
  const { state } = record
  const one = state.certificates.find(({ certificate }) => certificate === sha256)
  if (one === undefined) throw fail('invalid-request', `No certificate ${sha256.slice(0, 16)} was issued here.`)
  const run = state.runs.get(one.run)
  const tbs = run === undefined ? null : tbsOf(run, sha256)
  const approvals = (run?.steps ?? []).flatMap((step) =>
    step.approvals.filter(({ statement }) => statement.items.some((item) => item.tbs === tbs)),
  )
  const approvers = [...new Set(approvals.map(({ statement }) => statement.person))]
  const key = [...state.keys.values()].find(({ spki }) => spki === one.subjectKey)
  const revoked = state.revoked.get(sha256)
  const found = marked(index.mark([sha256, one.serial, ...(tbs === null ? [] : [tbs])].map(wholeDigest)))
  return {
    subject: { of: 'certificate', certificate: sha256 },
    title: commonName(one.subject),
    sentence: `Issued on ${one.issuedAt.slice(0, 10)} with the key ${one.signingKey}, approved by ${counted(approvers.length, 'person', 'people')}${
      revoked === undefined ? '' : `, and revoked by CRL ${String(revoked.number)}`
    }.`,
    facts: [
      fact('Subject', one.subject),
      fact('Serial', one.serial, true),
      fact('Profile', one.profile),
      fact('Valid', `${one.notBefore} to ${one.notAfter}`),
      fact('Signed by', one.signingKey),
      fact('Ceremony', run === undefined ? one.run : `${run.plan.title}, ${one.run}`),
      fact('Approved by', approvers.map((id) => personName(state, id)).join(', ') || 'nobody here'),
      fact(
        'Now',
        revoked === undefined
          ? 'on no CRL'
          : `revoked by CRL ${String(revoked.number)}, entry ${String(revoked.index)}`,
      ),
    ],
    digests: [
      { name: 'SHA-256 of the certificate', digest: viewDigest(sha256) },
      ...(tbs === null ? [] : [{ name: 'To be signed', digest: viewDigest(tbs) }]),
      { name: 'Public key', digest: viewDigest(one.subjectKey) },
    ],
    checks: [],
    related: [
      ...(key === undefined
        ? []
        : [{ subject: { of: 'key' as const, key: key.name }, title: key.name, how: 'its key' }]),
      ...(state.keys.has(one.signingKey) && one.signingKey !== key?.name
        ? [{ subject: { of: 'key' as const, key: one.signingKey }, title: one.signingKey, how: 'signed it' }]
        : []),
      { subject: { of: 'run', run: one.run }, title: run?.plan.title ?? one.run, how: 'issued it' },
      ...approvers.map((person) => ({
        subject: { of: 'person' as const, person },
        title: personName(state, person),
        how: 'approved it',
      })),
    ],
    events: eventsOf(record, found),
    total: found.length,
  }
}

/** SHA-256 of the bytes that were signed: what people approved. */
function tbsOf(run: RunState, certificate: string): string | null {
  for (const { step, output } of run.steps) {
    if (step.kind !== 'issue-certificate' || output === null) continue
    if (!('certificate' in output) || output.certificate !== certificate) continue
    const [id = ''] = step.preview.split('.')
    return outputOf(run, id, 'preview-certificate').item.tbs
  }
  return null
}

export function fact(label: string, value: string, mono = false): Story['facts'][number] {
  return { label, value, mono }
}
