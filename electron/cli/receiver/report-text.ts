import type { HandoffReport } from '../../core/handoff/verify.ts'
import { paragraphs, rows, wrapped } from '../format.ts'

export function reportJson({ ok, checks, notChecked, problems, handoff }: HandoffReport): object {
  return {
    ok,
    name: handoff?.name ?? null,
    epoch: handoff?.manifest.epoch ?? null,
    sequence: handoff?.manifest.sequence ?? null,
    manifestSha256: handoff?.manifestSha256 ?? null,
    signers: handoff?.signers ?? [],
    checks,
    notChecked,
    problems,
  }
}

export function reportText({ ok, checks, notChecked, handoff }: HandoffReport): string {
  const name = handoff?.name ?? 'The hand-off'
  return paragraphs(
    ok ? `${name}: every check passed.` : `${name}: REFUSED.`,
    rows(
      checks.map((check): [string, string] => [
        `${check.ok ? 'ok ' : 'BAD'}  ${check.name}`,
        wrapped(check.detail, '', 76),
      ]),
    ),
    notChecked.length === 0 ? null : `Not checked:\n${notChecked.map((line) => wrapped(`- ${line}`, '  ')).join('\n')}`,
  )
}
