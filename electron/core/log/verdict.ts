import type { FacilityState } from '../../../shared/facility/state.ts'
import type { LogVerdict } from '../../../shared/ledger/verdict.ts'
import type { FacilityProblem } from './facility-auditor.ts'
import { counted } from '../../../shared/counted.ts'

/** Everything that could be checked of a facility from its folder alone. */
export interface FacilityVerdict {
  readonly ok: boolean
  /** A statement: "Verified: nothing was changed, removed or reordered", or what is wrong. */
  readonly headline: string
  readonly sentence: string
  readonly entries: number
  readonly checkpoints: number
  /** Files that entries name and that are whole. */
  readonly artifacts: number
  /** Entries behind the last good checkpoint: nothing but the chain speaks for them. */
  readonly uncovered: number
  /** Where the record stops being reliable; null when it does not. */
  readonly firstBad: number | null
  readonly problems: readonly FacilityProblem[]
  /** What is unusual and proves nothing. */
  readonly notes: readonly string[]
  readonly facility: { readonly name: string; readonly mode: 'production' | 'practice'; readonly origin: string } | null
  /** Root over all entries, hex; null when one is missing. */
  readonly root: string | null
}

export interface Findings {
  readonly log: LogVerdict
  readonly problems: readonly FacilityProblem[]
  readonly state: FacilityState | null
  readonly artifacts: number
  readonly orphans: readonly string[]
  /** Size of the checkpoint that the verifier brought; null without one. */
  readonly anchored: number | null
  /** Entries that were left out of an export. */
  readonly withheld: number
}

export function facilityVerdict(findings: Findings): FacilityVerdict {
  const { log, state, artifacts, anchored } = findings
  const problems = [...log.problems, ...findings.problems].toSorted((a, b) => a.index - b.index)
  const [first] = problems
  const counts = `${counted(log.entries, 'entry', 'entries')}, ${counted(log.checkpoints.length, 'checkpoint')}, ${counted(artifacts, 'file')}`
  const from =
    anchored === null ? '' : `, from the checkpoint of ${counted(anchored, 'entry', 'entries')} that was given`
  return {
    ok: first === undefined,
    headline:
      first === undefined
        ? 'Verified: nothing was changed, removed or reordered'
        : `Not verified: the record cannot be relied on from entry ${String(first.index)} on`,
    sentence:
      first === undefined
        ? `${counts}${from}.${openEnd(log.uncovered)}${witnessedWords(log)}`
        : `${first.message} ${counts}; ${counted(problems.length + log.omitted, 'problem')}.`,
    entries: log.entries,
    checkpoints: log.checkpoints.length,
    artifacts,
    uncovered: log.uncovered,
    firstBad: first?.index ?? null,
    problems,
    notes: notesOf(findings),
    facility:
      state === null ? null : { name: state.founded.name, mode: state.founded.mode, origin: state.founded.origin },
    root: log.root,
  }
}

function openEnd(uncovered: number): string {
  if (uncovered === 0) return ''
  return ` ${counted(uncovered, 'entry is', 'entries are')} newer than the last checkpoint: if they were cut off, nobody could tell.`
}

function witnessedWords({ witnessed, entries }: LogVerdict): string {
  if (witnessed === null) return ''
  if (witnessed === entries) return ' The quorum of the policy cosigned all of them.'
  return ` The quorum of the policy cosigned the first ${counted(witnessed, 'entry', 'entries')}; the newer ones nobody outside of the facility has seen.`
}

/** Entries with an intent of an ended run about which nobody will ever know whether the HSM did it. */
function unsettledIntents(state: FacilityState | null): number[] {
  const ended = [...(state?.runs.values() ?? [])].filter(({ status }) => status !== 'open')
  return ended.flatMap(({ steps }) =>
    steps.flatMap(({ intents }) => intents.filter(({ outcome }) => outcome === 'unknown').map(({ index }) => index)),
  )
}

function notesOf({ orphans, log, anchored, state, withheld }: Findings): string[] {
  const notes: string[] = []
  if (withheld > 0) {
    notes.push(
      `${counted(withheld, 'entry was', 'entries were')} left out of this copy; their hashes are in the tree. From the first of them on, only bytes, tree and checkpoints were verified.`,
    )
  }
  const unsettled = unsettledIntents(state)
  if (unsettled.length > 0) {
    notes.push(
      `${counted(unsettled.length, 'run was', 'runs were')} aborted while it was not known whether the HSM had made a signature or a key (entry ${unsettled.join(', ')}): the record of what that key signed cannot be proven to be complete.`,
    )
  }
  if (orphans.length > 0) {
    const shown = orphans.slice(0, 5).map((digest) => digest.slice(0, 8))
    const more = orphans.length > shown.length ? ' …' : ''
    notes.push(
      `${counted(orphans.length, 'file is', 'files are')} named by no entry, as a stop between two writes leaves them: ${shown.join(', ')}${more}`,
    )
  }
  if (anchored === null && (log.witnessed ?? 0) === 0 && log.problems.length === 0) {
    notes.push(
      'Compare the last checkpoint with a printed one, or give one with --from: a folder alone cannot show that its newest part was cut off together with the checkpoints.',
    )
  }
  return notes
}
