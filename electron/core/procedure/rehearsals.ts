import { bytesToHex } from '../../../shared/bytes.ts'
import { isPractice } from '../../../shared/facility/state.ts'
import { fail } from '../../../shared/failure.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { parseNote } from '../../../shared/ledger/note.ts'
import { planDigest, type Plan } from '../../../shared/procedure/plan.ts'
import { type Rehearsal, rehearsalProblem, type RehearsalStatement } from '../../../shared/procedure/rehearsal.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { Facility } from '../facility/facility.ts'
import { readFacility } from '../log/read-facility.ts'
import { verifyFacility } from '../log/verify-facility.ts'
import { type Hand, type SigningPlace, signStatement } from '../people/signer.ts'

/** Throws rehearsal-missing with the reason while the policy wants a rehearsal that is not in the log. */
export function assertRehearsed({ state, policy, clock }: Facility, plan: Plan): void {
  if (isPractice(state)) return
  const wanted = { plan: planDigest(plan), policy: state.policyDigest, now: clock.now() }
  const problem = rehearsalProblem(state.rehearsals, policy, wanted)
  if (problem === null) return
  throw fail('rehearsal-missing', `The policy wants a rehearsal before this plan is run, and ${problem}.`, {
    remedy:
      'Run this very plan to its end in a practice facility under the same policy, then bring that facility here.',
  })
}

/**
 * Takes the evidence of a rehearsal from the folder of a practice facility, which is verified as an auditor would, and has one
 * person sign what was found. Throws rehearsal-refused with the reason, and what withSigner does.
 */
export async function recordRehearsal(
  place: SigningPlace,
  folder: string,
  plan: string,
  hand: Hand,
): Promise<Rehearsal> {
  const { facility } = place
  const found = await findRehearsal(folder, plan)
  const signed = await signStatement(place, hand, (byline): RehearsalStatement => ({
    type: 'conclave-rehearsal/v1',
    ...byline,
    plan,
    ...found,
  }))
  const { index, time } = facility.append('rehearsal-recorded', signed, { actor: hand.person })
  facility.checkpoint()
  return { index, time, statement: signed.statement }
}

async function findRehearsal(folder: string, plan: string): Promise<Pick<RehearsalStatement, 'policy' | 'practice'>> {
  const verdict = await verifyFacility(folder)
  if (!verdict.ok) throw refused(`its log does not hold: ${verdict.headline}`)
  const { state, checkpoints } = readFacility(folder)
  if (!isPractice(state)) throw refused('it is a production facility')
  const run = [...state.runs.values()].findLast((one) => one.planDigest === plan && one.status === 'closed')
  if (run === undefined) throw refused('no run of this plan was closed there')
  assertAgreed(run)
  const { size, root, origin } = parseCheckpoint(parseNote(checkpoints.at(-1)?.note ?? '').text)
  return {
    policy: run.policyDigest,
    practice: {
      origin,
      run: run.id,
      title: run.plan.title,
      closedAt: run.closedAt ?? '',
      checkpoint: { size, root: bytesToHex(root) },
      exceptions: run.exceptions.length,
      participants: run.present.length,
    },
  }
}

/** Everybody who signed the rehearsal off agreed that the script was followed. */
function assertAgreed({ steps, plan }: RunState): void {
  const against = steps.flatMap(({ signOffs }) => signOffs.filter(({ statement }) => !statement.agrees))
  if (against.length === 0) return
  const remarks = against.map(({ statement }) => `${statement.person}: ${statement.remark}`).join('; ')
  throw refused(`not everybody agreed that "${plan.title}" went by the script (${remarks})`)
}

function refused(why: string): Error {
  return fail(
    'rehearsal-refused',
    `This practice facility is no evidence of a rehearsal: ${why}. Nothing was recorded.`,
    {
      remedy: 'Rehearse the plan to its end, without anything left open, then bring the facility again.',
    },
  )
}
