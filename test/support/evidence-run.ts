import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnswerSource } from '../../electron/core/headless/answers.ts'
import { answers } from './ceremony-run.ts'
import { step } from './procedures.ts'

/** Collect, say for whom, read that back, seal. */
export const EVIDENCE_STEPS = [
  step('volatile', 'collect-evidence', {
    collect: ['console', 'freeze', 'hsm'],
    authority: 'inputs.authority',
    reason: 'A signature that nobody asked for.',
  }),
  step('disks', 'collect-evidence', {
    collect: ['files'],
    authority: 'inputs.authority',
    reason: 'A signature that nobody asked for.',
  }),
  step('court', 'import-recipients'),
  step('heard', 'read-back', { digest: 'court.recipients', how: 'typed', form: 'words', words: 8 }),
  step('seal', 'seal-evidence', {
    collections: ['volatile.collection', 'disks.collection'],
    recipients: 'court.recipients',
  }),
] as const
export const EVIDENCE_INPUTS = { authority: 'Order 14 of the head of security' }

export interface EvidencePlace {
  /** With files on it. */
  readonly medium: string
  /** Where packages go; with the key of the recipient beside them. */
  readonly out: string
  readonly recipients: string
  readonly answers: AnswerSource
}

function pathsIn(folder: string): Omit<EvidencePlace, 'answers'> {
  return {
    medium: join(folder, 'evidence-medium'),
    out: join(folder, 'evidence-out'),
    recipients: join(folder, 'recipients.pem'),
  }
}

/** Who answers with the medium, the recipients and the place that `evidencePlace` made in a folder. */
export function evidenceAnswers(folder: string): AnswerSource {
  const { medium, out, recipients } = pathsIn(folder)
  return answers(folder, {
    freezeStatement: () => Promise.resolve('At 03:12 an unknown certificate was seen. Issuance was stopped at 03:15.'),
    evidenceFiles: () => Promise.resolve({ folder: medium, description: 'disk of the issuing CA' }),
    recipientsFile: () => Promise.resolve(recipients),
    exportFolder: () => Promise.resolve(out),
  })
}

/** A medium, a folder for packages with the key of the recipient in it, and who answers with them. */
export function evidencePlace(folder: string): EvidencePlace {
  const paths = pathsIn(folder)
  const { medium, out, recipients } = paths
  for (const one of [medium, out]) mkdirSync(one)
  writeFileSync(join(medium, 'issued.csv'), 'serial,subject\n01ab,CN=x\n')
  writeFileSync(join(medium, 'door.log'), '03:12 vault\n')
  const [key, certificate] = [join(out, 'recipient.key'), join(out, 'recipient.pem')]
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', certificate]
  execFileSync('openssl', ['req', '-x509', ...made, '-subj', '/CN=Court', '-days', '3650'], { stdio: 'pipe' })
  writeFileSync(recipients, readFileSync(certificate))
  return { ...paths, answers: evidenceAnswers(folder) }
}
