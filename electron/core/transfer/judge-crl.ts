import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import type { ComparisonRow } from '../../../shared/ipc/contract/views.ts'
import { crlNumberOf, type CrlFields, readTbsCrlFields } from '../../../shared/pki/crl-fields.ts'
import { checkCrlSuccession } from '../../../shared/pki/crl-succession.ts'
import { asDistinguishedName, formatName } from '../../../shared/pki/names.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import type { ApprovalRequest, RequestItemOf } from '../../../shared/transfer/approval-request.ts'
import { crlRows } from '../views/crl-rows.ts'
import { readCrl } from '../x509/crl.ts'
import { lintCrl } from '../x509/lint/crl-lint.ts'
import { verifyCrlSignature } from '../x509/verify.ts'
import { mismatch } from './canonical-file.ts'
import { readIssuer } from './judge-certificate.ts'
import { checkedBytes, octetsOf, signatureOf, viewItem } from './judged-item.ts'

/** A revocation list beside the list before it and the certificate of its issuer, all of it computed again. */
export function judgeCrl(
  request: ApprovalRequest,
  item: RequestItemOf<'crl'>,
  step: StepOf<'preview-crl'>,
  now: number,
): ApprovalItem {
  const tbs = checkedBytes(item)
  const { name: keyName } = item.signingKey
  const wanted = resolveValue(request.plan.document, step.issuer)
  if (keyName !== wanted)
    throw mismatch(`the plan has "${wanted}" sign step "${step.id}", and the request "${keyName}"`)
  const issuerDer = octetsOf(item.issuer)
  const issuer = readIssuer(issuerDer, item.item.key, wanted)
  const previous = previousOf(item)
  const fields = readTbsCrlFields(tbs)
  const rows = crlRows(
    {
      issuer: formatName(issuer.name),
      issuerNotAfter: issuer.notAfter,
      keyIdentifier: issuer.keyIdentifier,
      signatureAlgorithm: signatureOf(octetsOf(item.signingKey.spki), keyName),
      days: null,
      previous: previous === null ? null : summaryOf(previous),
      added: 0,
    },
    tbs,
  )
  const problems = checkCrlSuccession(fields, previous, { issuerNotAfter: issuer.notAfter })
  return viewItem(item, {
    title: `CRL ${String(crlNumberOf(fields) ?? '?')} of ${asDistinguishedName(issuer.name)?.commonName ?? wanted}`,
    rows: [...rows, ...problems.map(({ message, citation }) => problemRow(message, citation))],
    lint: lintCrl(tbs, { at: now, issuer: issuerDer, reasons: 'rfc5280', checkedAgainst: 'RFC 5280' }),
  })
}

/** Signed by the same key: nobody can offer a list with less in it as the one before. */
function previousOf({ previous, signingKey, step }: RequestItemOf<'crl'>): CrlFields | null {
  if (previous === null) return null
  const der = octetsOf(previous)
  const fields = readCrl(der)
  if (!verifyCrlSignature(der, octetsOf(signingKey.spki)))
    throw mismatch(`the list before that of step "${step}" is not signed by the same key`)
  return fields
}

function summaryOf(fields: CrlFields): { number: number; thisUpdate: number; entries: number } {
  const entries = [...fields.entries()].length
  return { number: Number(crlNumberOf(fields) ?? 0), thisUpdate: fields.thisUpdate.milliseconds, entries }
}

function problemRow(message: string, citation: string): ComparisonRow {
  return { field: 'After the last', planned: 'follows it', actual: message, verdict: 'differs', rule: citation }
}
