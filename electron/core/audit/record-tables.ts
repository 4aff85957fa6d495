import type { AuditReport } from '../../../shared/audit/report.ts'
import type { Block } from '../../../shared/paper/paper.ts'
import { counted } from '../log/wording.ts'
import { dateAndTime } from '../paper/words.ts'
import { section, table } from './report-blocks.ts'

export function people({ people: enrolled, separation }: AuditReport): Block[] {
  return [
    section('People', String(enrolled.length), true),
    table(
      [
        { title: 'Name', width: 22 },
        { title: 'Roles', width: 18 },
        { title: 'Since, until', width: 20 },
        { title: 'Credentials', width: 22 },
        { title: 'In the room as', width: 18 },
      ],
      enrolled.map(({ name, roles, enrolledAt, removedAt, credentials, seats }) => [
        name,
        roles.join(', '),
        `${dateAndTime(enrolledAt)}${removedAt === null ? '' : `\n${dateAndTime(removedAt)}`}`,
        credentials
          .map(({ id, kind, revokedAt }) => `${id}, ${kind}${revokedAt === null ? '' : ', revoked'}`)
          .join('\n'),
        seats.map(({ run, role }) => `${run} ${role}`).join('\n'),
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

export function runs({ runs: all }: AuditReport): Block[] {
  return [
    section('Runs', String(all.length), true),
    table(
      [
        { title: 'Run', width: 12 },
        { title: 'What', width: 30 },
        { title: 'From, to', width: 20 },
        { title: 'People', width: 24 },
        { title: 'Entries, papers', width: 14 },
      ],
      all.map(
        ({
          id,
          title,
          procedure,
          version,
          openedAt,
          closedAt,
          status,
          people: there,
          firstEntry,
          lastEntry,
          papers,
        }) => [
          `${id}\n${status}`,
          `${title}\n${procedure}, version ${String(version)}`,
          `${dateAndTime(openedAt)}\n${closedAt === null ? 'open' : dateAndTime(closedAt)}`,
          [...new Set(there.map(({ person, role }) => `${person}, ${role}`))].join('\n'),
          `${String(firstEntry)} to ${String(lastEntry)}\n${papers.join('\n')}`,
        ],
      ),
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
            `${happened}\nnoticed by ${noticedBy ?? 'Conclave'}`,
            decision === null
              ? 'NOT DECIDED'
              : `${decision.by}: ${decision.what}. ${decision.reason}\nentry ${String(decision.entry)}`,
          ]),
        ),
  ]
}

export function keys({ keys: known }: AuditReport): Block[] {
  return [
    section('Keys', `${String(known.length)}, with those that have no certificate`, true),
    table(
      [
        { title: 'Key', width: 28 },
        { title: 'State', width: 10 },
        { title: 'Made', width: 16 },
        { title: 'Copies', width: 20 },
        { title: 'Records are kept', width: 26 },
      ],
      known.map((key) => [
        `${key.name}\n${key.algorithm}\nSPKI ${key.spki}`,
        key.state,
        `${dateAndTime(key.madeAt)}\n${key.run}`,
        key.places
          .map(
            ({ token, serial, origin, destroyedAt }) =>
              `${token} (${serial}), ${origin}${destroyedAt === null ? '' : `, destroyed ${destroyedAt.slice(0, 10)}`}`,
          )
          .join('\n') + (key.backups === 0 ? '' : `\n${counted(key.backups, 'backup')}`),
        key.retention.until === null
          ? key.retention.why
          : `until ${key.retention.until.slice(0, 10)}. ${key.retention.why}`,
      ]),
    ),
  ]
}

export function issued({ certificates, crls, handoffs }: AuditReport): Block[] {
  return [
    section('Certificates', 'SHA-256 fingerprints as BR §8.6 wants them', true),
    table(
      [
        { title: 'Subject, serial', width: 34 },
        { title: 'Valid', width: 18 },
        { title: 'Fingerprint', width: 36, mono: true },
        { title: 'Entry', width: 12 },
      ],
      certificates.map(({ subject, serial, notBefore, notAfter, fingerprint, entry, run, isCa, signedBy }) => [
        `${subject}\n${serial}\n${isCa ? 'CA' : 'no CA'}, signed by ${signedBy}`,
        `${notBefore.slice(0, 10)}\n${notAfter.slice(0, 10)}`,
        fingerprint,
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

function handoffTable(handoffs: AuditReport['handoffs']): Block {
  return table(
    [
      { title: 'Domain', width: 22 },
      { title: 'Signed', width: 24 },
      { title: 'SHA-256 of the manifest', width: 54, mono: true },
    ],
    handoffs.map(({ domain, epoch, sequence, signedAt, manifest, exported }) => [
      `${domain}, epoch ${String(epoch)}, sequence ${String(sequence)}${exported ? '' : ', not exported'}`,
      dateAndTime(signedAt),
      manifest.toUpperCase(),
    ]),
  )
}
