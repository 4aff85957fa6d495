import type { ApprovalAction } from '../people/policy.ts'
import { z } from '../zod.ts'
import { type DraftStep, fieldText, fieldTexts, type Mention } from './draft.ts'
import type { StepKind } from './outputs.ts'
import { type Problem, problem } from './problem.ts'
import { schemaAt } from './schema-walk.ts'
import { REFERENCE } from './step-fields.ts'
import { step as stepSchema } from './step-kinds.ts'

/** The actions that an approval may be for; a kind that is not named takes what the policy says of its document. */
const ACTIONS: Readonly<Partial<Record<StepKind, readonly ApprovalAction[]>>> = {
  'issue-certificate': ['sign-root', 'sign-certificate'],
  'issue-crl': ['sign-crl'],
  'reissue-many': ['sign-certificate'],
  'sign-handoff': ['sign-handoff'],
  'split-pin': ['change-custody'],
  'back-up-key': ['back-up-key'],
  'restore-key': ['restore-key'],
  'destroy-key': ['destroy-key'],
}

/** The step that writes down what these do. */
const PREPARED_BY: Readonly<Partial<Record<StepKind, StepKind>>> = {
  'split-pin': 'prepare-custody',
  'back-up-key': 'prepare-backup',
  'restore-key': 'prepare-restore',
  'destroy-key': 'prepare-destruction',
}

/** What is acted on must be what was approved, for this action, and only once. */
export function checkApprovals(here: DraftStep, before: readonly DraftStep[]): Problem[] {
  return [
    ...checkOrders(here),
    ...subjectsOf(here).flatMap((subject) => [
      ...checkCovered(here, before, subject.text),
      ...checkOnce(here, before, subject.text),
      ...checkPrepared(here, before, subject),
      ...checkRevocations(here, before, subject.text),
    ]),
  ]
}

/** What a step with an approval acts on: whatever it names that could be approved. */
function subjectsOf({ mentions }: DraftStep): Mention[] {
  if (!mentions.some(({ outputs }) => outputs?.includes('approval') === true)) return []
  const approvable = approvableOutputs()
  return mentions.filter(
    ({ text, outputs }) => REFERENCE.test(text) && outputs?.some((output) => approvable.includes(output)) === true,
  )
}

function approvableOutputs(): readonly unknown[] {
  const item = schemaAt(stepSchema, { kind: 'approve' }, ['over', 0])
  const outputs = item instanceof z.ZodType ? item.meta()?.['outputs'] : null
  return Array.isArray(outputs) ? outputs : []
}

/** What was written down is what is done: nobody destroys by the document of a backup. */
function checkPrepared({ kind }: DraftStep, before: readonly DraftStep[], { text, path }: Mention): Problem[] {
  const wanted = kind === null ? undefined : PREPARED_BY[kind]
  const from = stepOf(before, text)
  if (wanted === undefined || from === undefined || from.kind === null || from.kind === wanted) return []
  return [
    problem('wrong-output', path, `${kind ?? ''} does what ${wanted} wrote down, and "${text}" is of ${from.kind}`),
  ]
}

/** What a hand-off tells the fleet to do was approved by itself, before. */
function checkOrders({ kind, fields, path }: DraftStep): Problem[] {
  if (kind !== 'build-handoff' || (fields['orders'] === undefined) === (fields['approval'] === undefined)) return []
  const [there, missing] = fields['orders'] === undefined ? ['approval', 'orders'] : ['orders', 'approval']
  return [problem('unapproved', [...path, there], `"${there}" goes with "${missing}", which is not there`)]
}

/** Who approves a CRL approves what it adds: the same approval covers the document. */
function checkRevocations(here: DraftStep, before: readonly DraftStep[], subject: string): Problem[] {
  const from = stepOf(before, subject)
  const document = from?.kind === 'preview-crl' ? fieldText(from, 'revocations') : null
  const approve = stepOf(before, fieldText(here, 'approval') ?? '')
  if (document === null || approve?.kind !== 'approve' || fieldTexts(approve, 'over').includes(document)) return []
  const message = `the approval "${approve.id ?? ''}" does not cover "${document}", which "${subject}" adds to the CRL`
  return [problem('unapproved', [...here.path, 'approval'], message)]
}

function stepOf(steps: readonly DraftStep[], reference: string): DraftStep | undefined {
  const named = REFERENCE.exec(reference)?.groups?.['step']
  return steps.find(({ id }) => id !== null && id === named)
}

/** The same bytes signed twice would be two different certificates with one serial number. */
function checkOnce({ path }: DraftStep, before: readonly DraftStep[], subject: string): Problem[] {
  const earlier = before.find((other) => subjectsOf(other).some(({ text }) => text === subject))
  if (earlier === undefined) return []
  return [problem('done-twice', path, `"${subject}" is used up in step "${earlier.id ?? ''}" already`)]
}

function* checkCovered(here: DraftStep, before: readonly DraftStep[], subject: string): Generator<Problem> {
  const path = [...here.path, 'approval']
  const approve = stepOf(before, fieldText(here, 'approval') ?? '')
  // Anything else is reported as a wrong reference.
  if (approve?.kind !== 'approve') return
  const over = fieldTexts(approve, 'over')
  if (!over.includes(subject)) {
    const message = `the approval "${approve.id ?? ''}" does not cover "${subject}"; it covers ${over.join(', ')}`
    yield problem('unapproved', path, message)
  }
  const action = fieldText(approve, 'action')
  const actions: readonly string[] | undefined = here.kind === null ? undefined : ACTIONS[here.kind]
  if (action !== null && actions?.includes(action) === false) {
    const message = `the approval "${approve.id ?? ''}" is for ${action}; this step needs ${actions.join(' or ')}`
    yield problem('wrong-approval', path, message)
  }
}
