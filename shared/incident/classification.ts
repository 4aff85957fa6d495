import { z } from '../zod.ts'

/**
 * Kinds of compromise of a CA key. A to E as in Microsoft's "Securing PKI: Compromise Response", with the rule that DigiNotar
 * taught: what was signed and cannot be proven complete is full key compromise.
 */
export const compromiseClass = z.enum(['A', 'B', 'C', 'D', 'E'])
export type CompromiseClass = z.infer<typeof compromiseClass>

export const CLASS_WORDS: Readonly<Record<CompromiseClass, readonly [title: string, means: string]>> = {
  A: [
    'Full key compromise',
    'The attacker holds the key, or nobody can prove what it signed. Distrust, revoke the CA, build it anew; every signature without trusted time is suspect.',
  ],
  B: [
    'Use of the key',
    'The attacker could sign with the HSM but not take the key out, and every signature is known. Revoke what was signed for them.',
  ],
  C: [
    'Enrolment',
    'Certificates were issued to the wrong parties through the registration, inside the audit trail. Revoke those.',
  ],
  D: [
    'Revocation or AIA',
    'CRLs, OCSP or AIA cannot be reached or were changed. Restore them; the key is not touched.',
  ],
  E: [
    'Device or algorithm',
    'The HSM or the algorithm is weak (ROCA, the Debian generator). Keys of that kind are replaced, by age and use.',
  ],
}

/** "unknown" is an answer: nobody is asked to guess. */
export const answer = z.enum(['yes', 'no', 'unknown'])
export type Answer = z.infer<typeof answer>

export const classificationAnswers = z.strictObject({
  /** Whether the complete set of signatures made by the key can be proven, by two records that do not depend on each other. */
  complete: answer,
  /** Whether the private key can have left its HSM. */
  extracted: answer,
  /** Whether somebody without authority can have signed with it. */
  used: answer,
  /** Whether certificates went to the wrong parties through the registration. */
  enrolment: answer,
  /** Whether CRLs, OCSP or AIA are out of order. */
  revocation: answer,
  /** Whether the device or the algorithm is known to be weak. */
  weakness: answer,
})
export type ClassificationAnswers = z.infer<typeof classificationAnswers>
export type ClassificationQuestion = keyof ClassificationAnswers

/** In the order in which they are asked. */
export const CLASSIFICATION_QUESTIONS: Readonly<Record<ClassificationQuestion, string>> = {
  complete:
    'Can you prove the complete set of signatures that this key ever made, with two records that do not depend on each other (the counters of the HSM and a log that the attacker could not reach)?',
  extracted: 'Can the private key have left its HSM: extractable, a backup that is missing, a device that is lost?',
  used: 'Can somebody without authority have signed with the key?',
  enrolment: 'Were certificates issued to the wrong parties through the registration, while the records hold?',
  revocation: 'Are CRLs, OCSP or AIA out of order, or were they changed?',
  weakness: 'Is a weakness of this HSM, its firmware or the algorithm known?',
}

/**
 * The classes that these answers allow, the gravest first. Only A where the signatures of the key cannot be proven to be known,
 * or where it can have left its HSM: the rest of the answers says nothing then.
 */
export function allowedClasses(answers: ClassificationAnswers): CompromiseClass[] {
  if (answers.complete !== 'yes' || answers.extracted !== 'no') return ['A']
  const { used, enrolment, revocation, weakness } = answers
  const rest: [CompromiseClass, Answer][] = [
    ['B', used],
    ['C', enrolment],
    ['D', revocation],
    ['E', weakness],
  ]
  return ['A', ...rest.flatMap(([name, said]) => (said === 'no' ? [] : [name]))]
}

/** Why this class cannot stand for these answers, in words; null when it can. */
export function classProblem(chosen: string, answers: ClassificationAnswers): string | null {
  const allowed = allowedClasses(answers)
  if (allowed.some((name) => name === chosen)) return null
  if (answers.complete !== 'yes')
    return 'nobody can prove the complete set of signatures of this key, so it is class A, full key compromise'
  if (answers.extracted !== 'no') return 'the key can have left its HSM, so it is class A, full key compromise'
  return `these answers allow ${allowed.join(', ')}`
}
