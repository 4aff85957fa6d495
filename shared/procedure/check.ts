import { checkApprovals } from './check-approvals.ts'
import { checkBranches } from './check-branches.ts'
import { checkPlaybook } from './check-playbook.ts'
import { checkCeremonies, type KnownCeremonies } from './check-ceremonies.ts'
import { checkMentions } from './check-mentions.ts'
import { checkOrder } from './check-order.ts'
import { checkTimes } from './check-times.ts'
import { type Draft, draftOf } from './draft.ts'
import { type Problem, problem } from './problem.ts'

/**
 * Rules between steps that a schema cannot say: references, order, approvals, times, the closing sign-off. All problems of any
 * document at once: what the schema refuses is passed over, it has its own problem there. `ceremonies`: those that a playbook may start;
 * null where they are not known.
 */
export function checkDefinition(document: unknown, ceremonies: KnownCeremonies | null = null): Problem[] {
  const draft = draftOf(document)
  return [
    ...checkOrder(draft.steps),
    ...checkInputsUsed(draft),
    ...checkPlaybook(document, draft),
    ...draft.steps.flatMap((here, index) => {
      const before = draft.steps.slice(0, index)
      return [
        ...checkMentions(draft, here, before),
        ...checkApprovals(here, before),
        ...checkTimes(draft, here, before),
        ...checkBranches(draft, here, before),
        ...(draft.isPlaybook ? checkCeremonies(here, before, ceremonies) : []),
        ...checkSigners(here),
        ...checkAwaited(here),
      ]
    }),
  ]
}

function checkInputsUsed({ inputs, steps }: Draft): Problem[] {
  // A step of a kind that is not known here may use any of them.
  if (inputs === null || steps.some(({ kind }) => kind === null)) return []
  const used = new Set(steps.flatMap(({ mentions }) => mentions.map(({ text }) => text)))
  return inputs
    .filter((name) => !used.has(`inputs.${name}`))
    .map((name) => problem('input-unused', ['inputs', name], `no step uses the input "${name}"`))
}

/** Which hand-off is waited for: that of this run, or the last one of a domain. */
function checkAwaited({ kind, fields, path }: Draft['steps'][number]): Problem[] {
  if (kind !== 'await-receipt' || (fields['handoff'] === undefined) !== (fields['domain'] === undefined)) return []
  const message =
    fields['domain'] === undefined
      ? 'say which hand-off is waited for, with "handoff" or with "domain"'
      : '"handoff" says which hand-off is waited for; then "domain" is left out'
  return [problem('contradiction', path, message)]
}

function checkSigners({ kind, fields, path }: Draft['steps'][number]): Problem[] {
  const { signers, threshold } = fields
  if (kind !== 'build-handoff' || !Array.isArray(signers)) return []
  const repeated: unknown = signers.find((name, index) => signers.indexOf(name) !== index)
  if (typeof repeated === 'string') {
    return [problem('repeated', [...path, 'signers'], `"${repeated}" signs twice; each signer is named once`)]
  }
  if (typeof threshold !== 'number' || threshold <= signers.length) return []
  const message = `${String(threshold)} signatures are wanted of ${String(signers.length)} signers`
  return [problem('too-few-signers', [...path, 'threshold'], message)]
}
