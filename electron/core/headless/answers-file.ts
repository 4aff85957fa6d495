import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { tokenRef } from '../../../shared/ipc/hsm-contract.ts'
import { role, slug } from '../../../shared/ids.ts'
import { review, type Review } from '../../../shared/incident/actions.ts'
import { classificationAnswers } from '../../../shared/incident/classification.ts'
import { spokenText } from '../../../shared/spoken-text.ts'
import { z } from '../../../shared/zod.ts'
import { type Path, type Problem, problem, unknownName } from '../../../shared/procedure/problem.ts'
import { isFields } from '../../../shared/procedure/schema-walk.ts'
import { parseYaml } from '../procedure/yaml.ts'
import { inventoryOf } from '../../../shared/inventory/row.ts'
import type { AnswerSource } from './answers.ts'
import { practiceBag, practiceHeard, practiceReading } from './practice-answers.ts'

/** Everything people would type, in one file. Only for practice: a file with passphrases has no place in production. */
export const answersFile = z.strictObject({
  answers: z.literal('practice'),
  starter: slug,
  present: z.array(z.strictObject({ person: slug, role })).min(1),
  passphrases: z.record(slug, z.string().min(1)),
  pin: z.string().min(1),
  approvers: z.array(slug).min(1),
  request: z.string().min(1).optional(),
  /** A list of certificates that are to be revoked. */
  revocations: z.string().min(1).optional(),
  /** The folder of a medium that is looked at. */
  media: z.string().min(1).optional(),
  freeze: z.string().min(1).optional(),
  evidence: z.strictObject({ folder: z.string().min(1), description: z.string().min(1) }).optional(),
  /** A folder with an inventory: of the fleet, of issuers, of what was seen. */
  inventory: z.partialRecord(inventoryOf, z.string().min(1)).optional(),
  recipients: z.string().min(1).optional(),
  backup: z.string().min(1).optional(),
  /** The .json of a receipt or of a status report, with its .p7s beside it; the certificate of a receiver. */
  receipt: z.string().min(1).optional(),
  status: z.string().min(1).optional(),
  receiver: z.string().min(1).optional(),
  export: z.string().min(1).optional(),
  /** The passphrase of a credential that is made. */
  'new-passphrase': z.string().min(1).optional(),
  policy: z.string().min(1).optional(),
  'new-token': tokenRef.optional(),
  /** Who decides that the run goes on after a deviation; left out, the run stops there. */
  decides: slug.optional(),
  /** The words on the papers of custodians. */
  papers: z.record(slug, z.string().min(1)).optional(),
  /** How long every ceremony of a drill would take; left out, half an hour. */
  'played-minutes': z.number().int().positive().max(100_000).optional(),
  review: review.optional(),
  /** What is chosen in each step of a playbook that is decided, by the id of the step. */
  decisions: z
    .record(
      slug,
      z.strictObject({
        choice: z.string().min(1).max(64),
        reason: spokenText(2000).optional(),
        answers: classificationAnswers.optional(),
      }),
    )
    .optional(),
})
export type AnswersFile = z.infer<typeof answersFile>

export function parseAnswers(name: string, text: string): AnswersFile {
  return parseYaml(name, text, answersFile, checkAnswers, 'plan-invalid')
}

const seated = z.object({ present: answersFile.shape.present })

/** Whoever acts is in the room, and whoever is in the room can sign. */
export function checkAnswers(document: unknown): Problem[] {
  const read = seated.safeParse(document)
  if (!read.success || !isFields(document)) return []
  const people = read.data.present.map(({ person }) => person)
  const { starter, approvers, decides, passphrases } = document
  const named: [Path, unknown][] = [
    [['starter'], starter],
    [['decides'], decides],
    ...(Array.isArray(approvers) ? approvers : []).map((name, at): [Path, unknown] => [['approvers', at], name]),
  ]
  return [
    ...named.flatMap(([path, name]) =>
      typeof name !== 'string' || people.includes(name)
        ? []
        : [unknownName('unknown-reference', path, `"${name}" is not present`, name, people)],
    ),
    ...people.flatMap((name, at) =>
      !isFields(passphrases) || Object.hasOwn(passphrases, name)
        ? []
        : [problem('missing-field', ['present', at, 'person'], `"${name}" has no passphrase below`)],
    ),
  ]
}

export function answersFrom(file: AnswersFile): AnswerSource {
  /** What was dealt since: practice shares, which protect nothing. */
  const papers = new Map(Object.entries(file.papers ?? {}))
  return {
    starter: () => Promise.resolve(file.starter),
    present: () => Promise.resolve(file.present),
    passphrase: (person) => Promise.resolve(passphraseOf(file, person)),
    pin: () => Promise.resolve(utf8ToBytes(file.pin)),
    clockReadings: (now, present) =>
      Promise.resolve([practiceReading(now, present, 0), practiceReading(now, present, 1)]),
    mediaFolder: () => Promise.resolve(required(file.media, 'media')),
    bags: (_item, stored, next) => Promise.resolve(practiceBag(stored, next)),
    readBack: (question) => Promise.resolve(practiceHeard(question)),
    requestFile: () => Promise.resolve(required(file.request, 'request')),
    revocationList: () => Promise.resolve(required(file.revocations, 'revocations')),
    freezeStatement: () => Promise.resolve(required(file.freeze, 'freeze')),
    evidenceFiles: () => Promise.resolve(required(file.evidence, 'evidence')),
    inventory: (of) => Promise.resolve(required(file.inventory?.[of], `inventory.${of}`)),
    recipientsFile: () => Promise.resolve(required(file.recipients, 'recipients')),
    backupFile: () => Promise.resolve(required(file.backup, 'backup')),
    receiptFile: () => Promise.resolve(required(file.receipt, 'receipt')),
    statusFile: () => Promise.resolve(required(file.status, 'status')),
    receiverFile: () => Promise.resolve(required(file.receiver, 'receiver')),
    exportFolder: () => Promise.resolve(required(file.export, 'export')),
    newCredential: () =>
      Promise.resolve({
        kind: 'key-file',
        secret: utf8ToBytes(required(file['new-passphrase'], 'new-passphrase')),
        place: 'facility',
      }),
    policyFile: () => Promise.resolve(required(file.policy, 'policy')),
    newToken: () => Promise.resolve(required(file['new-token'], 'new-token')),
    // A file makes sure of nothing.
    finalTry: () => Promise.resolve(null),
    custodian: (_token, [first]) => Promise.resolve(first ?? null),
    paper: (person) => Promise.resolve(utf8ToBytes(required(papers.get(person), `papers.${person}`))),
    writeDown: (person, _token, words) => {
      papers.set(person, words.join(' '))
      return Promise.resolve(utf8ToBytes(words.join(' ')))
    },
    confirm: () => Promise.resolve(true),
    approver: (_items, given, wanted) => {
      const here = (person: string): boolean =>
        file.present.some((seat) => seat.person === person && seat.role === wanted) && !given.includes(person)
      return Promise.resolve(file.approvers.find(here) ?? null)
    },
    deviation: ({ by }) =>
      Promise.resolve(
        file.decides === undefined || file.decides === by
          ? null
          : { person: file.decides, decision: 'continue', reason: 'Looked at; the rehearsal goes on.' },
      ),
    decide: ({ step, seats: [first] }) => {
      const {
        choice,
        reason = 'As rehearsed.',
        answers = null,
      } = required(file.decisions?.[step.id], `decisions.${step.id}`)
      return Promise.resolve(first === undefined ? null : { person: first.person, choice, answers, reason })
    },
    message: (written) => Promise.resolve(written),
    playedMinutes: () => Promise.resolve(file['played-minutes'] ?? 30),
    review: () => Promise.resolve(file.review ?? NOTHING_LEARNT),
    signOff: () => Promise.resolve({ agrees: true, remark: '' }),
  }
}

const NOTHING_LEARNT: Review = { well: [], badly: [], lucky: [], factors: [], actions: [], closes: [] }

function passphraseOf(file: AnswersFile, person: string): Uint8Array {
  return utf8ToBytes(required(file.passphrases[person], `passphrases.${person}`))
}

function required<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value
  throw fail('plan-invalid', `The answers file does not say "${name}".`, {
    remedy: 'Add it. The run stays open and can be gone on with.',
  })
}
