import type { InventoryDocument } from '../../../shared/inventory/inventory.ts'
import { visible } from '../../../shared/spoken-text.ts'
import { paragraphs, rows, wrapped } from '../format.ts'

/** An inventory in words. `rejects` is the file with what was set aside; null where there is none. */
export function describeInventory(digest: string, document: InventoryDocument, rejects: string | null): string {
  const { synthetic, sources, findings } = document
  return paragraphs(
    synthetic === null
      ? null
      : `SYNTHETIC: made up for a drill from the seed "${synthetic.seed}". No such fleet exists.`,
    rows([
      ['Inventory', digest],
      ['About', OF[document.of]],
      ['Certificates', number(document.rows - document.repeated.rows)],
      ['Repeated rows', number(document.repeated.rows)],
      ['Set aside', `${number(document.rejected)}${rejects === null ? '' : `, in ${rejects}`}`],
      [
        'Issuers',
        document.issuers
          .map((issuer) => visible(issuer.words ?? issuer.key_id ?? issuer.spki_sha256 ?? '?'))
          .join('\n'),
      ],
    ]),
    `Sources:\n${rows(sources.slice(0, 50).map((source): [string, string] => [`${visible(source.name)} (${source.kind})`, `${number(source.rows)} rows, ${number(source.rejected)} set aside, SHA-256 ${source.sha256}`]))}`,
    sources.length > 50 ? `and ${number(sources.length - 50)} more` : null,
    findings.length === 0
      ? null
      : `Findings:\n${findings
          .slice(0, 50)
          .map(({ severity, words, evidence: [first] }) =>
            wrapped(
              `- ${severity}: ${visible(words)}${first === undefined ? '' : ` (${visible(first.source)}, ${first.at.unit} ${String(first.at.value)})`}`,
              '  ',
            ),
          )
          .join('\n')}`,
    findings.length > 50 || document.findings_omitted > 0
      ? `and ${number(Math.max(0, findings.length - 50) + document.findings_omitted)} more findings`
      : null,
  )
}

const OF = {
  fleet: 'what the fleet runs',
  issuer: 'what an issuer says it issued',
  observed: 'what somebody saw',
} as const

function number(value: number): string {
  return value.toLocaleString('en-US')
}
