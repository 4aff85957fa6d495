import {
  answer,
  CLASS_WORDS,
  CLASSIFICATION_QUESTIONS,
  type ClassificationAnswers,
  classificationAnswers,
  allowedClasses,
} from '../../../shared/incident/classification.ts'
import type { Decision, DecisionQuestion } from '../../core/headless/answers.ts'
import { rows, wrapped } from '../format.ts'
import { chooseSeat } from './room-questions.ts'
import type { Terminal } from './terminal.ts'

/** A question with its criteria and options, or the questions of a classification; and who answers for it. */
export async function askDecision(
  terminal: Terminal,
  nameOf: (person: string) => string,
  { step, given, seats }: DecisionQuestion,
): Promise<Decision | null> {
  if (seats.length === 0) return null
  for (const { person, statement } of given)
    terminal.say(wrapped(`${nameOf(person)} chose ${statement.choice}: ${statement.reason}`, '  '))
  const answers = step.kind === 'classify' ? await askAnswers(terminal) : null
  const options: [string, string][] =
    step.kind === 'decide'
      ? step.options.map(({ id, title, means }) => [id, `${title}. ${means}`])
      : allowedClasses(answers ?? NOTHING_PROVEN).map((name) => [name, CLASS_WORDS[name].join('. ')])
  if (step.kind === 'decide') {
    terminal.say(wrapped(step.question))
    terminal.say(step.criteria.map((line) => wrapped(`- ${line}`, '  ')).join('\n'))
  }
  terminal.say(rows(options, '  '))
  const choice = await choose(
    terminal,
    options.map(([id]) => id),
  )
  const reason = await terminal.ask('Why?')
  const person = await chooseSeat(terminal, nameOf, seats, 'Who decides that')
  return { person, choice, answers, reason: reason === '' ? 'No reason was given.' : reason }
}

const NOTHING_PROVEN = { complete: 'unknown' } as ClassificationAnswers

async function askAnswers(terminal: Terminal): Promise<ClassificationAnswers> {
  const said: Record<string, string> = {}
  for (const [id, question] of Object.entries(CLASSIFICATION_QUESTIONS)) {
    terminal.say(wrapped(question))
    said[id] = await choose(terminal, answer.options)
  }
  return classificationAnswers.parse(said)
}

async function choose(terminal: Terminal, options: readonly string[]): Promise<string> {
  for (;;) {
    const typed = await terminal.ask(`${options.join(', ')}?`)
    if (options.includes(typed)) return typed
  }
}
