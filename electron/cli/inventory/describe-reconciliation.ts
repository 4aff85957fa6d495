import type { ReconciliationDocument } from '../../../shared/inventory/reconciliation.ts'
import { visible } from '../../../shared/spoken-text.ts'
import { paragraphs, rows, wrapped } from '../format.ts'

const MOST = 50
const ROLE = { fleet: 'The fleet', issuer: 'The issuers', observed: 'What was seen' } as const

export function describeReconciliation({ synthetic, sides, counts, findings }: ReconciliationDocument): string {
  return paragraphs(
    synthetic ? 'SYNTHETIC: a fleet that was made up for a drill.' : null,
    rows(
      sides.map(({ role, certificates, comparable }): [string, string] => [
        ROLE[role],
        `${number(certificates)} certificates, ${number(comparable)} of them compared`,
      ]),
    ),
    counts.length === 0
      ? 'Everything is explained.'
      : `Findings:\n${rows(
          counts.map(({ kind, severity, count }): [string, string] => [kind, `${number(count)} (${severity})`]),
          '  ',
        )}`,
    ...findings
      .slice(0, MOST)
      .map(({ words, serial, issuer, evidence }) =>
        [
          wrapped(
            `${visible(words)}${serial === null ? '' : ` Serial ${serial}`}${issuer === null ? '' : `, issuer ${visible(issuer)}`}.`,
          ),
          ...evidence.flatMap(({ source, sha256, at, says }) => [
            `  ${visible(source)}, ${at.unit} ${String(at.value)}: ${visible(says)}`,
            `  SHA-256 ${sha256}`,
          ]),
        ].join('\n'),
      ),
    findings.length > MOST ? `and ${number(findings.length - MOST)} more` : null,
  )
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
