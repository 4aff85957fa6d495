import type { FacilityState } from '../../../shared/facility/state.ts'
import type { EntryOf, Intent, LogEntry } from '../../../shared/ledger/entries.ts'
import { effectWords, intentWords } from './key-act-sentence.ts'
import { custodySentence } from './custody-sentence.ts'
import { roomSentence } from './room-sentence.ts'
import { actionSentence } from './incident-sentence.ts'
import { doneSentence } from './step-sentence.ts'
import { counted } from '../../../shared/counted.ts'
import {
  approvedThing,
  endedWithoutStop,
  inSentence,
  joined,
  minuteOf,
  ends,
  personName,
  runOf,
  stepOf,
} from './wording.ts'

/** One log line to be read aloud: `strong` is who or what, `text` what happened, `label` its kind in one word. */
export interface Sentence {
  readonly strong: string
  readonly text: string
  readonly label: string
}

/**
 * The entry in plain words, without a full stop. `state` is what the log replays to at this entry or at any later one: it
 * gives the names.
 */
export function sentenceOf(entry: LogEntry, state: FacilityState): Sentence {
  const said = saidBy(entry, state)
  const isDrill = entry.kind === 'run-opened' ? entry.data.drill : runOf(state, entry.run)?.drill === true
  return isDrill ? { ...said, strong: `DRILL. ${said.strong}` } : said
}

function saidBy(entry: LogEntry, state: FacilityState): Sentence {
  switch (entry.kind) {
    case 'facility-founded':
      return {
        strong: entry.data.name,
        text: entry.data.mode === 'practice' ? 'was founded, for practice only' : 'was founded',
        label: 'found',
      }
    case 'person-enrolled':
      return {
        strong: entry.data.person.name,
        text: `was enrolled as ${joined(entry.data.person.roles)}`,
        label: 'enrol',
      }
    case 'policy-adopted':
      return {
        strong: entry.data.policy.title,
        text: `was adopted, version ${String(entry.data.policy.version)}`,
        label: 'policy',
      }
    case 'token-registered':
      return {
        strong: entry.data.name,
        text: `was registered, a ${entry.data.model}, serial ${entry.data.token.serial}`,
        label: 'token',
      }
    case 'facility-opened':
      return { strong: 'Conclave', text: `opened the facility on ${entry.data.host}`, label: 'open' }
    case 'rehearsal-recorded': {
      const { person, practice } = entry.data.statement
      return {
        strong: personName(state, person),
        text: `brought the rehearsal of ${practice.title}, closed on ${practice.closedAt.slice(0, 10)} in ${practice.origin}`,
        label: 'rehearsal',
      }
    }
    case 'log-reviewed': {
      const { person, problems, checkpoint, remark } = entry.data.statement
      const found = problems === 0 ? 'nothing is wrong' : counted(problems, 'problem')
      const said = remark === '' ? '' : `: ${endedWithoutStop(remark)}`
      return {
        strong: personName(state, person),
        text: `reviewed the log up to entry ${String(checkpoint.size - 1)}, ${found}${said}`,
        label: 'review',
      }
    }
    case 'file-quarantined':
      return { strong: entry.data.name, text: `was kept out: ${endedWithoutStop(entry.data.message)}`, label: 'gate' }
    case 'quarantine-discarded': {
      const { person, sha256, reason } = entry.data.statement
      return {
        strong: personName(state, person),
        text: `had the file ${ends(sha256)} in quarantine destroyed: ${endedWithoutStop(reason)}`,
        label: 'gate',
      }
    }
    case 'run-opened':
      return {
        strong: personName(state, entry.data.starter),
        text: startWords(entry.data),
        label: 'start',
      }
    case 'run-closed':
      return { strong: runTitle(entry, state), text: `is closed: ${agreement(entry.data)}`, label: 'close' }
    case 'run-aborted':
      return {
        strong: personName(state, entry.data.statement.person),
        text: `aborted ${runTitle(entry, state)}: ${endedWithoutStop(entry.data.statement.note)}`,
        label: 'abort',
      }
    case 'exception-raised':
    case 'exception-decided':
    case 'decision-given':
    case 'person-signed-in':
    case 'person-signed-out':
    case 'run-paused':
    case 'run-resumed':
    case 'final-try-allowed':
      return roomSentence(entry, state)
    case 'share-dealt':
    case 'share-given':
    case 'share-refused':
      return custodySentence(entry, state)
    case 'action-closed':
      return actionSentence(entry, state)
    case 'step-started':
      return {
        strong: entry.actor === null ? 'Conclave' : personName(state, entry.actor),
        text: `started ${stepWords(entry, state)}`,
        label: 'start',
      }
    case 'step-done':
      return doneSentence(entry, state)
    case 'step-failed':
      return {
        strong: 'Conclave',
        text: `could not ${failedWords(entry, state)}: ${endedWithoutStop(entry.data.failure.message)}`,
        label: 'failure',
      }
    default:
      return signedOrEffect(entry, state)
  }
}

function whereWords(via: EntryOf<'approval-given'>['data']['via']): string {
  return via === 'room' ? '' : `, elsewhere, brought as a ${via === 'qr' ? 'QR code' : 'file'}`
}

type Rest = EntryOf<
  | 'step-intended'
  | 'effect-recorded'
  | 'outcome-lost'
  | 'approval-given'
  | 'approval-refused'
  | 'effect-reconciled'
  | 'sign-off-given'
>

function signedOrEffect(entry: Rest, state: FacilityState): Sentence {
  const step = stepOf(runOf(state, entry.run), entry.step)
  switch (entry.kind) {
    case 'step-intended':
      return { strong: 'Conclave', text: `intends to ${intentWords(entry.data.intent)}`, label: 'intent' }
    case 'effect-recorded':
      return effectSentence(entry, state)
    case 'outcome-lost':
      return {
        strong: 'The outcome',
        text: `of ${stepWords(entry, state)}, is not known: ${endedWithoutStop(entry.data.failure.message)}`,
        label: 'unknown',
      }
    case 'approval-given': {
      const { person, items } = entry.data.statement
      return {
        strong: personName(state, person),
        text: `approved ${approvedThing(step, items)}${whereWords(entry.data.via)}`,
        label: 'approve',
      }
    }
    case 'approval-refused': {
      const { person, note } = entry.data.statement
      return {
        strong: personName(state, person),
        text: `did not approve ${approvedThing(step, [])}${whereWords(entry.data.via)}: ${endedWithoutStop(note)}`,
        label: 'refuse',
      }
    }
    case 'effect-reconciled': {
      const people = joined(entry.data.statements.map(({ statement }) => personName(state, statement.person)))
      const decided =
        entry.data.decision === 'adopt'
          ? 'decided to keep what was found on the token'
          : 'decided that nothing of it counts'
      return { strong: people, text: decided, label: 'reconcile' }
    }
    case 'sign-off-given': {
      const { person, agrees, remark } = entry.data.statement
      const said = remark.trim() === '' ? '' : `: ${endedWithoutStop(remark)}`
      return {
        strong: personName(state, person),
        text: `signed off and ${agrees ? 'agrees' : 'does not agree'}${said}`,
        label: 'sign-off',
      }
    }
  }
}

function startWords({ title, drill, awareAt, incident }: EntryOf<'run-opened'>['data']): string {
  if (awareAt === null)
    return `started the ceremony ${title}${incident === null ? '' : ` for the incident ${incident}`}`
  return `opened the playbook ${title}${drill ? ' to play it' : ''}, known since ${minuteOf(awareAt)}`
}

/** "step 16, build the root certificate for review". */
function stepWords(entry: LogEntry, state: FacilityState): string {
  const step = stepOf(runOf(state, entry.run), entry.step)
  return step === undefined
    ? `step "${String(entry.step)}"`
    : `step ${String(step.number)}, ${inSentence(step.step.title)}`
}

function failedWords(entry: LogEntry, state: FacilityState): string {
  const step = stepOf(runOf(state, entry.run), entry.step)
  return step === undefined ? `do step "${String(entry.step)}"` : inSentence(step.step.title)
}

function effectSentence(entry: EntryOf<'effect-recorded'>, state: FacilityState): Sentence {
  return { ...effectWords(entry.data.effect, intentOf(entry, state), state), label: 'outcome' }
}

function intentOf(entry: EntryOf<'effect-recorded'>, state: FacilityState): Intent | null {
  const step = stepOf(runOf(state, entry.run), entry.step)
  return step?.intents.find(({ index }) => index === entry.data.intent)?.intent ?? null
}

function agreement({ disagree }: { readonly disagree: readonly string[] }): string {
  if (disagree.length === 0) return 'everybody agrees that the script was followed'
  return `${counted(disagree.length, 'person does', 'people do')} not agree that the script was followed`
}

function runTitle(entry: LogEntry, state: FacilityState): string {
  return runOf(state, entry.run)?.plan.title ?? entry.run ?? 'The run'
}
