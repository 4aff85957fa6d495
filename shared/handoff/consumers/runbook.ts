import { handoffName } from '../names.ts'
import type { ConsumerFacts, StoppedAuthority } from './facts.ts'

/** A passage of a runbook: text, or commands to be run in the hand-off's folder, or lines for a configuration. */
export type Passage =
  | string
  | { readonly run: readonly string[] }
  | { readonly configuration: readonly string[]; readonly language: string }

export interface Runbook {
  /** What people call the consumer. */
  readonly title: string
  /** What the operator needs at hand before. */
  readonly needs: readonly Passage[]
  readonly install: readonly Passage[]
  /** For each authority that was stopped; empty when the consumer has no word for it. */
  readonly stop: readonly Passage[]
  readonly check: readonly Passage[]
  readonly back: readonly Passage[]
  /** What this consumer cannot do with what is handed over, or does otherwise than one thinks. */
  readonly limits: readonly string[]
  /** Of `conclave handoff apply`; null where it has none. */
  readonly driver: string | null
}

const WORDS: Readonly<Record<StoppedAuthority['order'], string>> = {
  disable: 'issues nothing more; what it issued stays valid',
  taint: 'issues nothing more, and whatever it issued is replaced now',
  distrust: 'nothing that rests on its key is believed any more',
}

/** RUNBOOK.md: what one kind of consumer does with this hand-off, by the files that are in it. */
export function runbookText(facts: ConsumerFacts, book: Runbook): string {
  const stop = facts.stopped.length === 0 ? [] : book.stop
  const lines = [
    `# ${book.title}: ${handoffName(facts)}`,
    '',
    ...(facts.practice
      ? ['**PRACTICE.** This comes from a practice facility. Its keys are not protected. Never install it.', '']
      : []),
    `For ${facts.domain}, epoch ${facts.epoch}, sequence ${facts.sequence}. Do what README-VERIFY.txt says first. Commands run in the folder of the hand-off, as they stand; what is written in CAPITALS is yours to fill in.`,
    ...(book.driver === null
      ? []
      : [`\`conclave handoff apply\` does this with \`driver: ${book.driver}\`, and puts it back when a check fails.`]),
    '',
    '## What it brings',
    '',
    ...brings(facts),
    '',
    ...section('Before', book.needs),
    ...section('Install', book.install),
    ...section('Stop', stop),
    ...section('Check', book.check),
    ...section('If it goes wrong', book.back),
    ...section(
      'Know',
      book.limits.map((limit) => `* ${limit}`),
    ),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function brings(facts: ConsumerFacts): readonly string[] {
  return [
    ...facts.roots.map(({ name, sha256 }) => `* Root \`${name}\`, SHA-256 \`${sha256}\``),
    ...facts.between.map(({ name, sha256 }) => `* CA \`${name}\`, SHA-256 \`${sha256}\``),
    ...facts.issuing.map(({ name, sha256, subjectKeyId }) => {
      return `* Issuing CA \`${name}\`, SHA-256 \`${sha256}\`, subject key identifier \`${subjectKeyId}\``
    }),
    ...facts.crls.map(
      ({ issuer, nextUpdate }) => `* Revocation list of \`${issuer}\`, to be replaced before ${nextUpdate}`,
    ),
    ...facts.revoked.map(({ issuer, serial, reason }) => {
      return `* Revoked by \`${issuer}\`: serial number \`${serial}\` (${oneLine(reason)})`
    }),
    ...facts.stopped.map((one) => `* ${stoppedName(one)}: ${WORDS[one.order]} (${oneLine(one.reason)})`),
  ]
}

/** How a stopped authority is named to people who see key identifiers and digests, not our names. */
export function stoppedName({ name, spki, subjectKeyId }: StoppedAuthority): string {
  if (name === null || subjectKeyId === null) return `The authority with SPKI SHA-256 \`${spki}\``
  return `\`${name}\` (subject key identifier \`${subjectKeyId}\`)`
}

function section(title: string, passages: readonly Passage[]): readonly string[] {
  if (passages.length === 0) return []
  const list = passages.every((passage) => typeof passage === 'string' && passage.startsWith('* '))
  const texts = passages.map(passageLines)
  return [`## ${title}`, '', ...texts.flatMap((text) => (list ? text : [...text, ''])), ...(list ? [''] : [])]
}

function passageLines(passage: Passage): readonly string[] {
  if (typeof passage === 'string') return [passage]
  if ('run' in passage) return ['```sh', ...passage.run, '```']
  return [`\`\`\`${passage.language}`, ...passage.configuration, '```']
}

/** Reasons are written by people; a line break in one would end the list in which it stands. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}

/** The commands that a RUNBOOK.md prints, word for word, in their order. */
export function runbookCommands(text: string): readonly string[] {
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block]) => (block ?? '').trimEnd().split('\n'))
}
