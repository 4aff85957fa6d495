import type { ImpactDocument, Remaining } from '../../../shared/inventory/impact.ts'
import { visible } from '../../../shared/spoken-text.ts'
import { paragraphs, rows, wrapped } from '../format.ts'

const LEFT: Readonly<Record<Remaining, string>> = {
  expired: 'ended',
  revoked: 'revoked',
  day: 'less than a day',
  week: 'less than 7 days',
  month: 'less than 30 days',
  quarter: 'less than 90 days',
  longer: '90 days or more',
  unknown: 'not said',
}

const MOST = 20

export function describeImpact(impact: ImpactDocument): string {
  const { subject, totals, authorities, owners, reissue } = impact
  const window = [
    subject.since === null ? null : `from ${subject.since}`,
    subject.until === null ? null : `to ${subject.until}`,
  ].filter((part) => part !== null)
  return paragraphs(
    impact.synthetic ? 'SYNTHETIC: a fleet that was made up for a drill.' : null,
    wrapped(
      `${number(totals.live)} certificates have to be replaced: ${visible(subject.words)}${window.length === 0 ? '' : `, issued ${window.join(' ')}`}, as of ${impact.as_of}.`,
      '',
    ),
    rows(
      [
        ['Certificates', `${number(totals.certificates)} of ${number(totals.of_inventory)} in the inventory`],
        ['CA certificates', number(totals.ca_certificates)],
        ['Services', number(totals.services)],
        ['Regions', number(totals.regions)],
        ['Owners to tell', number(totals.owners)],
        ['Reissue', duration(reissue.minutes_at_best, reissue.minutes_at_mean)],
        ...(impact.by_name_only === 0
          ? []
          : [
              [
                'By name only',
                `${number(impact.by_name_only)}: their rows say no key, and names can be copied`,
              ] as const,
            ]),
      ].map(([name = '', value = '']): [string, string] => [name, value]),
    ),
    `Validity left:\n${rows(
      impact.remaining
        .filter(({ certificates }) => certificates > 0)
        .map(({ remaining, certificates }): [string, string] => [LEFT[remaining], number(certificates)]),
      '  ',
    )}`,
    `Authorities:\n${authorities
      .slice(0, MOST)
      .map(({ words, live, parent }) => `  ${parent === null ? '' : '  '}${visible(words)}: ${number(live)}`)
      .join('\n')}${more(authorities.length)}`,
    table('Regions', impact.regions),
    table('Environments', impact.environments),
    table('Services', impact.services),
    `Owners:\n${rows(
      owners
        .slice(0, MOST)
        .map(({ owner, live, services }): [string, string] => [
          visible(owner === '' ? '(nobody is named)' : owner),
          `${number(live)} in ${number(services.length)} services`,
        ]),
      '  ',
    )}${more(owners.length)}`,
    wrapped(reissue.basis, ''),
  )
}

function table(title: string, list: readonly { name: string; live: number }[]): string {
  const shown = list
    .slice(0, MOST)
    .map(({ name, live }): [string, string] => [visible(name === '' ? '(none)' : name), number(live)])
  return `${title}:\n${rows(shown, '  ')}${more(list.length)}`
}

function more(count: number): string {
  return count > MOST ? `\n  and ${number(count - MOST)} more` : ''
}

function duration(best: number | null, mean: number | null): string {
  if (best === null || mean === null) return 'not known: nothing was issued in the measured time'
  return `${hours(best)} at the speed of the busiest hour, ${hours(mean)} at the mean`
}

function hours(minutes: number): string {
  if (minutes < 120) return `${number(minutes)} min`
  return minutes < 2880 ? `${(minutes / 60).toFixed(1)} h` : `${(minutes / 1440).toFixed(1)} d`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
