import { writeNewFile } from '../../core/files/host-files.ts'
import { readFacility } from '../../core/log/read-facility.ts'
import { checkAgainstFacility } from '../../core/procedure/check-facility.ts'
import { isPractice } from '../../../shared/facility/state.ts'
import { planDigest } from '../../../shared/procedure/plan.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { digestJson, digestText, paragraphs, rows, wrapped } from '../format.ts'
import { clock, programLibrary } from '../places.ts'
import { placedFailure, readPlanFile } from '../plan-document.ts'
import { PLACEHOLDER_SERIAL, type PreviewedCertificate, previewPlan } from '../preview/preview-plan.ts'

export const planPreview: Command = {
  name: 'plan preview',
  takes: 'FILE',
  summary: 'The exact to-be-signed bytes of every certificate of a plan, with lint. Needs no HSM.',
  details: [
    `What only the ceremony brings has placeholders: public keys that anybody can compute from the name of the key, the serial ${PLACEHOLDER_SERIAL}, and this minute as the beginning. So the SHA-256 is not the one that will be approved; everything else is as it will be.`,
    'CRLs and hand-offs are built from the log during the ceremony and are previewed there.',
  ],
  examples: [
    'conclave plan preview ceremonies/examples/create-root.plan.yaml --step preview-root --tbs-out root.tbs.der',
  ],
  options: {
    facility: {
      type: 'string',
      value: 'DIR',
      help: 'Takes issuers, keys and the PRACTICE mark from this facility, which is only read.',
    },
    step: { type: 'string', value: 'ID', help: 'Only the certificate of this step.' },
    'tbs-out': {
      type: 'string',
      value: 'FILE',
      help: 'Writes the to-be-signed bytes (DER) to a new file. With several certificates, needs --step.',
    },
  },
  positionals: { min: 1, max: 1 },
  run: preview,
}

function preview(call: Call): Outcome {
  const path = call.positionals[0] ?? ''
  const { plan, definition, file } = readPlanFile(path, programLibrary())
  const directory = call.option('facility')
  const facility = directory === undefined ? null : readFacility(directory)
  if (facility !== null) {
    const problems = checkAgainstFacility(definition, file.inputs, facility.state)
    if (problems.length > 0) throw placedFailure(path, problems)
  }
  const all = previewPlan({
    plan,
    state: facility?.state ?? null,
    artifacts: facility?.artifacts ?? null,
    now: clock.now(),
  })
  const shown = chosen(all, call)
  const written = writeTbs(shown, call)
  const errors = shown.flatMap(({ lint }) => lint.findings).filter(({ severity }) => severity === 'error')
  return {
    json: {
      file: path,
      title: plan.title,
      plan: digestJson(planDigest(plan)),
      practice: facility !== null && isPractice(facility.state),
      placeholders: { serial: PLACEHOLDER_SERIAL, keys: true, notBefore: true },
      certificates: shown.map(toJson),
      written,
    },
    text: describe(shown, facility === null, written),
    failure:
      errors.length === 0
        ? undefined
        : {
            code: 'lint-failed',
            message: `The rules refuse this plan: ${errors.map(({ message, citation }) => `${message} (${citation})`).join('; ')}.`,
            remedy: 'Correct the plan or the profile.',
          },
  }
}

function chosen(all: readonly PreviewedCertificate[], call: Call): readonly PreviewedCertificate[] {
  const step = call.option('step')
  if (step === undefined) return all
  const found = all.filter((certificate) => certificate.step === step)
  if (found.length > 0) return found
  throw new UsageError(
    `No certificate is built in a step "${step}". There are: ${all.map((certificate) => certificate.step).join(', ') || 'none'}.`,
    planPreview,
  )
}

function writeTbs(shown: readonly PreviewedCertificate[], call: Call): string | null {
  const path = call.option('tbs-out')
  if (path === undefined) return null
  const [only] = shown
  if (only === undefined || shown.length > 1) {
    throw new UsageError(
      `--tbs-out writes one certificate; choose it with --step: ${shown.map(({ step }) => step).join(', ') || 'the plan has none'}.`,
      planPreview,
    )
  }
  writeNewFile(path, only.tbs)
  return path
}

function toJson({
  step,
  number,
  title,
  profile,
  subject,
  rows: facts,
  lint,
  tbs,
  sha256,
}: PreviewedCertificate): object {
  return {
    step,
    number,
    title,
    profile,
    subject,
    rows: facts,
    lint,
    tbs: { size: tbs.length, sha256: digestJson(sha256), hex: Buffer.from(tbs).toString('hex') },
  }
}

function describe(shown: readonly PreviewedCertificate[], isAlone: boolean, written: string | null): string {
  return paragraphs(
    'PREVIEW with placeholders: public keys, serial and beginning come from the ceremony, so the SHA-256 will be another.',
    isAlone ? 'As in a production facility. Give --facility DIR for the names of that facility.' : null,
    shown.length === 0 ? 'The plan builds no certificate.' : null,
    ...shown.map(({ number, title, profile, rows: facts, lint, tbs, sha256 }) =>
      paragraphs(
        `Step ${String(number)}. ${title} (profile ${profile})`,
        rows(
          facts.map(({ field, actual, verdict, rule }): [string, string] => [
            field,
            `${actual}${verdict === 'rule-met' ? `  [${rule ?? ''}]` : verdict === 'differs' ? '  [DIFFERS]' : ''}`,
          ]),
          '  ',
        ),
        wrapped(
          `Lint: ${String(lint.rules)} rules, checked against ${lint.checkedAgainst}, ${lint.findings.length === 0 ? 'no finding' : `${String(lint.findings.length)} findings`}.`,
          '  ',
        ),
        lint.findings.length === 0
          ? null
          : lint.findings
              .map(({ id, severity, message, citation }) => `  ${severity} ${id}: ${message} (${citation})`)
              .join('\n'),
        `  TBS, ${String(tbs.length)} bytes, SHA-256 with these placeholders\n${digestText(sha256, '  ')}`,
      ),
    ),
    written === null ? null : `Written: ${written}`,
  )
}
