import { X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fromBase64 } from '../../../shared/bytes.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import { lastCounter, receiversOf, type ReportStore } from '../../../shared/facility/reports.ts'
import type { RegisteredReceiver } from '../../../shared/handoff/receiver.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { z } from '../../../shared/zod.ts'
import { type AdmittedFile, admitFile, refusing } from '../gate/gate.ts'
import { verifySignedData } from '../handoff/cms-verify.ts'

/** What receipts and status reports have in common. */
export interface ReportHead {
  readonly practice: boolean
  readonly domain: string
  readonly receiver: string
  readonly counter: number
  readonly issued_at: string
}

export interface SignedReport<R extends ReportHead> {
  readonly content: R
  readonly receiver: RegisteredReceiver
  readonly report: Uint8Array
  readonly signature: Uint8Array
  /** Reports of this receiver between the last one that was taken and this one. */
  readonly missing: number
}

export interface ReportRules extends ReportStore {
  readonly practice: boolean
  readonly domain: string
  /** RFC 3339. */
  readonly now: string
}

/**
 * Takes `<name>.json` in with the signature `<name>.p7s` beside it; `path` is either of them. Fails as GateRefusal, so that the file goes
 * into quarantine, with `report-malformed`, `receiver-unknown` or `signature-invalid`; as it is with `report-mismatch` for a report that is
 * genuine, and old or of another place.
 */
export function takeReport<R extends ReportHead>(
  path: string,
  kind: 'receipt' | 'status',
  schema: z.ZodType<R>,
  rules: ReportRules,
): SignedReport<R> {
  const base = path.replace(/\.(json|p7s)$/i, '')
  const report = admitFile(`${base}.json`, [kind])
  if (!existsSync(`${base}.p7s`)) {
    throw fail('file-not-found', `The signature of "${report.name}" is not beside it.`, {
      remedy: 'Copy both files, .json and .p7s, into one folder.',
    })
  }
  const signature = admitFile(`${base}.p7s`, ['signature'])
  const content = refusing(report, () => parseReport(report.bytes, schema))
  const receiver = refusing(report, () => judgeReport(content, report.bytes, signature.bytes, rules))
  return { content, receiver, report: report.bytes, signature: signature.bytes, missing: missingBefore(content, rules) }
}

/** The same from what was kept of it, for whoever verifies the log. */
export function verifyReport<R extends ReportHead>(
  { report, signature }: Pick<SignedReport<R>, 'report' | 'signature'>,
  schema: z.ZodType<R>,
  rules: ReportRules,
): SignedReport<R> {
  const content = parseReport(report, schema)
  const receiver = judgeReport(content, report, signature, rules)
  return { content, receiver, report, signature, missing: missingBefore(content, rules) }
}

function parseReport<R>(bytes: AdmittedFile['bytes'], schema: z.ZodType<R>): R {
  const parsed = schema.safeParse(parseCanonical(bytes))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw fail('report-malformed', `This is no such report: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`, {
    remedy: 'Ask the receiver for its file again.',
  })
}

/** Who signed it: nobody counts but the receiver that is registered under this name, for this domain. */
function judgeReport(
  content: ReportHead,
  report: Uint8Array,
  signature: Uint8Array,
  rules: ReportRules,
): RegisteredReceiver {
  const receiver = receiversOf(rules, content.domain).find(({ name }) => name === content.receiver)
  if (receiver === undefined) {
    throw fail('receiver-unknown', `"${content.receiver}" is no registered receiver of ${content.domain}.`, {
      remedy: 'Register it with its certificate, words compared, before anything of it counts.',
    })
  }
  const certificate = fromBase64(receiver.certificate) ?? new Uint8Array()
  try {
    verifySignedData(signature, report, [certificate], rules.now)
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    const name = new X509Certificate(certificate).subject
    throw fail(
      'signature-invalid',
      `It is not signed by the key of "${receiver.name}" (${name}). ${error.failure.message}`,
      {
        remedy: 'Ask the receiver for its file again. If this is its file, its key is another one than was registered.',
      },
    )
  }
  return receiver
}

/** Throws report-mismatch. */
function missingBefore(content: ReportHead, rules: ReportRules): number {
  const last = lastCounter(rules, content.receiver)
  if (content.practice !== rules.practice) {
    throw mismatch(
      content.practice
        ? 'it is for practice, and this facility is not'
        : 'this facility is for practice, and it is not',
    )
  }
  if (content.domain !== rules.domain) throw mismatch(`it is of ${content.domain}, not of ${rules.domain}`)
  if (content.counter <= last)
    throw mismatch(
      `it has the number ${String(content.counter)}, and number ${String(last)} of this receiver was taken already`,
    )
  return content.counter - last - 1
}

function mismatch(why: string): OperationError {
  return fail('report-mismatch', `This report is not the one that is wanted: ${why}. Nothing was recorded.`, {
    remedy: 'Choose the newest file of the receiver, and compare its name.',
  })
}
