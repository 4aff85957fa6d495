import type { AuditReport } from '../../../shared/audit/report.ts'
import type { Block } from '../../../shared/paper/paper.ts'
import { counted } from '../../../shared/counted.ts'
import { dateAndTime } from '../paper/words.ts'
import { section, table } from './report-blocks.ts'

/** By which rules, on which modules and with which program the record was made. */
export function facilityTables(report: AuditReport): Block[] {
  return [...policies(report), ...tokens(report), ...software(report)]
}

function policies({ policies: all, runs }: AuditReport): Block[] {
  const last = all.at(-1)
  return [
    section('Policy', last === undefined ? 'none' : `${last.title}, version ${last.version} in force`),
    table(
      [
        { title: 'Version', width: 24 },
        { title: 'In force since', width: 24 },
        { title: 'SHA-256', width: 32, mono: true },
        { title: 'Runs under it', width: 20 },
      ],
      all.map(({ title, version, since, entry, digest }) => [
        `${title}, version ${version}`,
        `${dateAndTime(since)}\nentry ${entry}`,
        digest,
        runsText(runs.filter(({ policy }) => policy === digest).map(({ id }) => id)),
      ]),
    ),
    ...(last === undefined
      ? []
      : [
          table(
            [
              { title: 'What needs approval', width: 40 },
              { title: 'Of whom', width: 60 },
            ],
            last.quorums.map(({ action, needs }) => [action, needs]),
          ),
          {
            block: 'text' as const,
            text:
              last.keptApart.length === 0
                ? 'No roles are kept apart.'
                : `Nobody may be both ${last.keptApart.join(', nor both ')}.`,
          },
        ]),
  ]
}

/** Runs of a long log would fill pages: the section "Runs" has the policy of each. */
function runsText(ids: readonly string[]): string {
  return ids.length <= 6 ? ids.join('\n') : counted(ids.length, 'run')
}

function tokens({ tokens: registered, keys }: AuditReport): Block[] {
  return [
    section('Cryptographic modules', String(registered.length)),
    table(
      [
        { title: 'Token', width: 28 },
        { title: 'Model, manufacturer', width: 30 },
        { title: 'Serial', width: 24 },
        { title: 'Keys in it', width: 18 },
      ],
      registered.map(({ name, label, serial, model, manufacturer, entry }) => [
        `${name}${label === name ? '' : `\nlabel ${label}`}\nentry ${entry}`,
        `${model}\n${manufacturer}`,
        serial,
        keys
          .filter(({ places }) => places.some((place) => place.serial === serial && place.destroyedAt === null))
          .map((key) => key.name)
          .join('\n'),
      ]),
    ),
    {
      block: 'text',
      text: 'The log knows what a module says of itself. Whether it is validated, for instance against FIPS 140-3, stands on its certificate.',
    },
  ]
}

function software({ software: all }: AuditReport): Block[] {
  return [
    section('Program and computer', String(all.length)),
    table(
      [
        { title: 'Program', width: 30 },
        { title: 'Computer', width: 26 },
        { title: 'First, last opening', width: 28 },
        { title: 'Openings', width: 16 },
      ],
      all.map(({ software: program, host, first, last, openings }) => [
        program,
        host,
        `${dateAndTime(first)}\n${dateAndTime(last)}`,
        String(openings),
      ]),
    ),
  ]
}
