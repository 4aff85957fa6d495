import { canonicalJson } from '../../../shared/ledger/canonical-json.ts'
import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { EntryOf, Intent } from '../../../shared/ledger/entries.ts'
import { tokenRef, type TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import { itemOfOrder } from '../../../shared/handoff/order.ts'
import { itemOfKeyAct } from '../../../shared/keys/key-act.ts'
import { itemOfReissue } from '../../../shared/reissue/document.ts'
import { itemOfRevocations } from '../../../shared/revocation/document.ts'
import { itemOfChange } from '../../../shared/people/change.ts'
import type { DocumentItem } from '../../../shared/procedure/approval.ts'
import { type StepOutput, stepOutputs } from '../../../shared/procedure/outputs.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'

/**
 * What a step says that it did, against what its plan says that it does: the token, the statement, the things; and a document
 * against its own digest. `state` is before the entry. Throws log-inconsistent.
 */
export function checkPlanned(entry: EntryOf<'step-done'>, state: FacilityState, run: RunState, at: StepState): void {
  const { step } = at
  const parsed = stepOutputs[step.kind].safeParse(entry.data.output)
  // The reducer says what is wrong with it.
  if (!parsed.success || entry.data.kind !== step.kind) return
  const output: StepOutput = parsed.data
  checkDocument(output)
  if ('tokenName' in output && 'token' in step) {
    const name = resolveValue(run.plan, step.token)
    assertPlanned(output.tokenName === name, 'it names another token than the plan')
    const token = 'token' in output ? tokenRef.parse(output.token) : null
    assertPlanned(token === null || isToken(state, name, token), 'the token is not the one of this name')
  }
  if (step.kind === 'confirm' && 'statement' in output)
    assertPlanned(output.statement === step.statement, 'another statement was read aloud than the plan has')
  if (step.kind === 'record-bag' && 'bags' in output) {
    const items = output.bags.map(({ item }) => item)
    const planned = step.items.map((item) => resolveValue(run.plan, item))
    assertPlanned(canonicalJson(items) === canonicalJson(planned), 'other things were in the bags than the plan has')
  }
  if (step.kind === 'assemble' && 'present' in output) {
    const present = run.present.map(({ person, role }) => ({ person, role }))
    assertPlanned(canonicalJson(output.present) === canonicalJson(present), 'other people had signed in')
  }
}

/** What the HSM was asked to make is what the plan says. Throws log-inconsistent. */
export function checkKeyIntent(
  intent: Extract<Intent, { action: 'generate-key' }>,
  state: FacilityState,
  run: RunState,
  { step }: StepState,
): void {
  if (step.kind !== 'generate-key') throw fail('log-inconsistent', 'Its step makes no key.')
  const [token, name] = [step.token, step.name].map((field) => resolveValue(run.plan, field))
  const isSame = intent.tokenName === token && intent.name === name && intent.algorithm === step.algorithm
  assertPlanned(isSame, 'another key was asked for than the plan has')
  assertPlanned(isToken(state, intent.tokenName, intent.token), 'the token is not the one of this name')
}

function checkDocument(output: StepOutput): void {
  if (!('item' in output)) return
  const document = documentOf(output)
  assertPlanned(
    document === null || canonicalJson(document) === canonicalJson(output.item),
    'what is to be approved is another document than the one that is written down',
  )
}

function documentOf(output: StepOutput): DocumentItem | null {
  if ('change' in output) return itemOfChange(output.change)
  if ('order' in output) return itemOfOrder(output.order)
  if ('revocations' in output) return itemOfRevocations(output.revocations)
  if ('reissue' in output && typeof output.reissue === 'object') return itemOfReissue(output.reissue)
  return 'act' in output ? itemOfKeyAct(output.act) : null
}

function isToken(state: FacilityState, name: string, ref: TokenRef): boolean {
  const known = state.tokens.get(name)?.token
  return known?.label === ref.label && known.serial === ref.serial
}

function assertPlanned(holds: boolean, why: string): void {
  if (!holds) throw fail('log-inconsistent', `What the step says is not so: ${why}.`)
}
