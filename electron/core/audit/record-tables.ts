import type { AuditReport } from '../../../shared/audit/report.ts'
import type { Block } from '../../../shared/paper/paper.ts'
import { counted } from '../../../shared/counted.ts'
import { dateAndTime } from '../paper/words.ts'
import { LEFT_OUT } from './leave-out.ts'
import { section, table } from './report-blocks.ts'

export function people({ people: enrolled, separation }: AuditReport): Block[] {
  return [
    section('People', String(enrolled.length)),
    table(
      [
        { title: 'Name', width: 22 },
        { title: 'Roles', width: 15 },
        { title: 'Since, until', width: 20 },
        { title: 'Credentials', width: 23 },
        { title: 'In the room as', width: 20 },
      ],
      enrolled.map(({ name, roles, enrolledAt, removedAt, credentials, seats }) => [
        name,
        roles.join(', '),
        `${dateAndTime(enrolledAt)}${removedAt === null ? '' : `\n${dateAndTime(removedAt)}`}`,
        credentials
          .map(({ id, kind, revokedAt }) => `${id}, ${kind}${revokedAt === null ? '' : ', revoked'}`)
          .join('\n'),
        seatsText(seats),
      ]),
    ),
    section('Separation of roles'),
    table(
      [
        { title: 'Rule', width: 46 },
        { title: 'From', width: 22 },
        { title: 'In the record', width: 32 },
      ],
      separation.map(({ rule, citation, ok, detail, entries }) => [
        rule,
        citation,
        `${ok ? 'holds' : `DOES NOT HOLD, entry ${entries.join(', ')}`}: ${detail}`,
      ]),
    ),
  ]
}

/** Each role with its runs; of many the number, the section "Runs" has them all. */
function seatsText(seats: AuditReport['people'][number]['seats']): string {
  return [...Map.groupBy(seats, ({ role }) => role)]
    .map(([role, held]) =>
      held.length > 12
        ? `${role} in ${counted(held.length, 'run')}`
        : `${role} in ${held.map(({ run }) => run).join(', ')}`,
    )
    .join('\n')
}

export function runs({ runs: all }: AuditReport): Block[] {
  return [
    section('Runs', String(all.length)),
    table(
      [
        { title: 'Run', width: 12 },
        { title: 'What', width: 30 },
        { title: 'From, to', width: 20 },
        { title: 'People', width: 26 },
        { title: 'Entries', width: 12 },
      ],
      all.map(({ id, title, procedure, version, openedAt, closedAt, status, people: there, firstEntry, lastEntry }) => [
        `${id}\n${status}`,
        `${title}\n${procedure}, version ${String(version)}`,
        `${dateAndTime(openedAt)}\n${closedAt === null ? 'open' : dateAndTime(closedAt)}`,
        [...new Set(there.map(({ person, role }) => `${person}, ${role}`))].join('\n'),
        `${String(firstEntry)} to ${String(lastEntry)}`,
      ]),
    ),
    ...papersTable(all),
  ]
}

/** Where the script of each run lies as it was followed: a line of its own for names that are long. */
function papersTable(all: AuditReport['runs']): Block[] {
  const made = all.filter(({ papers }) => papers.length > 0)
  if (made.length === 0) return []
  return [
    table(
      [
        { title: 'Run', width: 12 },
        { title: 'Its papers', width: 88, mono: true },
      ],
      made.map(({ id, papers }) => [id, papers.join('\n')]),
    ),
  ]
}

export function exceptions({ exceptions: raised }: AuditReport): Block[] {
  return [
    section('Deviations and what was decided', String(raised.length)),
    raised.length === 0
      ? { block: 'text', text: 'None was recorded.' }
      : table(
          [
            { title: 'Entry', width: 12 },
            { title: 'Expected', width: 24 },
            { title: 'Happened', width: 30 },
            { title: 'Decided', width: 34 },
          ],
          raised.map(({ run, entry, expected, happened, noticedBy, decision }) => [
            `${String(entry)}\n${run}`,
            expected,
            noticedBy === LEFT_OUT ? happened : `${happened}\nnoticed by ${noticedBy ?? 'Conclave'}`,
            decision === null
              ? 'NOT DECIDED'
              : decision.by === LEFT_OUT
                ? `${LEFT_OUT}\nentry ${String(decision.entry)}`
                : `${decision.by}: ${decision.what}. ${decision.reason}\nentry ${String(decision.entry)}`,
          ]),
        ),
  ]
}

export function keys({ keys: known }: AuditReport): Block[] {
  return [
    section('Keys', `${String(known.length)}, with those that have no certificate`),
    table(
      [
        { title: 'Key', width: 16 },
        { title: 'SHA-256 of its public key', width: 21, mono: true },
        { title: 'Made', width: 14 },
        { title: 'Copies', width: 24 },
        { title: 'Records are kept', width: 25 },
      ],
      known.map((key) => [
        `${key.name}\n${key.algorithm}\n${key.state}`,
        key.spki,
        `${key.madeAt.slice(0, 10)}\nentry ${String(key.entry)}\n${key.run}`,
        key.places
          .map(
            ({ token, serial, origin, destroyedAt }) =>
              `${token} (${serial}), ${origin}${destroyedAt === null ? '' : `, destroyed ${destroyedAt.slice(0, 10)}`}`,
          )
          .concat(
            key.mayBeBackedUp ? `may be backed up, ${counted(key.backups, 'backup')}` : 'was never to be backed up',
          )
          .join('\n'),
        key.retention.until === null
          ? key.retention.why
          : `until ${key.retention.until.slice(0, 10)}. ${key.retention.why}`,
      ]),
    ),
  ]
}

export function issued({ certificates, crls, handoffs }: AuditReport): Block[] {
  return [
    section('Certificates', 'SHA-256 fingerprints as BR §8.6 wants them'),
    table(
      [
        { title: 'Subject', width: 24 },
        { title: 'Valid', width: 13 },
        { title: 'Serial, fingerprint', width: 33, mono: true },
        { title: 'Revoked', width: 20 },
        { title: 'Entry', width: 10 },
      ],
      certificates.map(({ subject, serial, notBefore, notAfter, fingerprint, entry, run, isCa, signedBy, revoked }) => [
        subject === LEFT_OUT ? LEFT_OUT : `${subject}\n${isCa ? 'CA' : 'no CA'}, signed by ${signedBy}`,
        `${notBefore.slice(0, 10)}\n${notAfter.slice(0, 10)}`,
        subject === LEFT_OUT ? '' : `${serial}\n${fingerprint}`,
        revokedText(revoked),
        `${String(entry)}\n${run}`,
      ]),
    ),
    section('Revocation lists', String(crls.length)),
    table(
      [
        { title: 'Issuer, number', width: 34 },
        { title: 'This, next update', width: 22 },
        { title: 'SHA-256', width: 32, mono: true },
        { title: 'Entry', width: 12 },
      ],
      crls.map(({ issuer, number, thisUpdate, nextUpdate, entries, sha256, entry }) => [
        `${issuer}\nnumber ${String(number)}, ${counted(entries, 'entry', 'entries')}`,
        `${dateAndTime(thisUpdate)}\n${dateAndTime(nextUpdate)}`,
        sha256,
        String(entry),
      ]),
    ),
    section('Hand-offs', String(handoffs.length)),
    ...(handoffs.length === 0 ? [{ block: 'text', text: 'None was signed.' } as const] : [handoffTable(handoffs)]),
  ]
}

function revokedText(revoked: AuditReport['certificates'][number]['revoked']): string {
  if (revoked === null) return 'not by a list of this log'
  const { at, reason, invalidSince, crl, entry } = revoked
  const since = invalidSince === null ? '' : `\ninvalid since ${dateAndTime(invalidSince)}`
  return `${dateAndTime(at)}\n${reason}${since}\nCRL ${String(crl)}, entry ${String(entry)}`
}

function handoffTable(handoffs: AuditReport['handoffs']): Block {
  return table(
    [
      { title: 'Domain', width: 22 },
      { title: 'Signed', width: 22 },
      { title: 'What receivers answered', width: 30 },
      { title: 'SHA-256 of the manifest', width: 26, mono: true },
    ],
    handoffs.map(({ domain, epoch, sequence, signedAt, manifest, exported, entry, receipts }) => [
      `${domain}, epoch ${String(epoch)}, sequence ${String(sequence)}${exported ? '' : ', not exported'}`,
      `${dateAndTime(signedAt)}\nentry ${String(entry)}`,
      receipts.length === 0
        ? 'no receipt in this log'
        : receipts
            .map((one) => `${one.receiver}: ${one.result}, ${dateAndTime(one.at)}, entry ${String(one.entry)}`)
            .join('\n'),
      manifest,
    ]),
  )
}
