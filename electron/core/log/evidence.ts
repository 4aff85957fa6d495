import type { FacilityState } from '../../../shared/facility/state.ts'
import type { EntryOf, Intent, LogEntry } from '../../../shared/ledger/entries.ts'
import type { ApprovalItem } from '../../../shared/procedure/approval.ts'
import { counted } from '../../../shared/counted.ts'
import { runOf, stepOf } from './wording.ts'

/** What an entry rests on, as label and value: whole digests, the credential of who signed, the words that were left out. */
export type Evidence = readonly (readonly [label: string, value: string])[]

const ITEM_WORDS: Readonly<Record<ApprovalItem['kind'], string>> = {
  certificate: 'certificate',
  crl: 'CRL',
  'cms-signed-attributes': 'hand-off signature',
  document: 'document',
}

/** `state` as for a sentence. Nothing is verified here. */
export function evidenceOf(entry: LogEntry, state: FacilityState): Evidence {
  return [...ofKind(entry, state), ...signedBy(entry)]
}

function ofKind(entry: LogEntry, state: FacilityState): Evidence {
  switch (entry.kind) {
    case 'facility-founded':
      return [
        ['log', entry.data.origin],
        ['log key', entry.data.logKey],
      ]
    case 'person-enrolled':
      return entry.data.person.credentials.map(({ id, publicKey }) => [`credential ${id}`, publicKey])
    case 'policy-adopted':
      return [['policy', entry.data.digest]]
    case 'facility-opened':
      return [['software', entry.data.software]]
    case 'rehearsal-recorded': {
      const { plan, practice } = entry.data.statement
      return [
        ['plan', plan],
        ['checkpoint', `${String(practice.checkpoint.size)} entries, root ${practice.checkpoint.root}`],
      ]
    }
    case 'log-reviewed': {
      const { checkpoint, problems } = entry.data.statement
      return [
        ['checkpoint', `${String(checkpoint.size)} entries, root ${checkpoint.root}`],
        ['problems', String(problems)],
      ]
    }
    case 'file-quarantined': {
      const { size, sha256, medium } = entry.data
      return [
        ['medium', medium],
        ['file', sha256 === null ? `${String(size)} bytes, no copy kept` : `${String(size)} bytes, SHA-256 ${sha256}`],
      ]
    }
    case 'quarantine-discarded':
      return [['file', entry.data.statement.sha256]]
    case 'run-opened':
      return [
        ['run', entry.run ?? ''],
        ['script', `${entry.data.procedure}, version ${String(entry.data.version)}`],
        ['plan', entry.data.plan],
        ...(entry.data.awareAt === null ? [] : [['known since', entry.data.awareAt] as const]),
        ...(entry.data.incident === null ? [] : [['for the incident', entry.data.incident] as const]),
        ['policy', entry.data.statement.policy],
      ]
    case 'approval-given':
      return entry.data.statement.items.flatMap(itemEvidence)
    case 'exception-raised':
      return [...stepEvidence(entry, state), ['expected', entry.data.expected]]
    case 'exception-decided':
      return [
        ['decides', `the deviation of entry ${String(entry.data.statement.exception)}`],
        ['deviation', entry.data.statement.deviation],
      ]
    case 'decision-given':
      return answersEvidence(entry.data.statement)
    case 'final-try-allowed':
      return [['token', `${entry.data.statement.token.label}, serial ${entry.data.statement.token.serial}`]]
    case 'sign-off-given': {
      const { size, root } = entry.data.statement.checkpoint
      return [['checkpoint', `${counted(size, 'entry', 'entries')}, root ${root}`]]
    }
    case 'effect-reconciled':
      return [
        ['decides', `the intent of entry ${String(entry.data.intent)}`],
        ['found', entry.data.found],
      ]
    case 'step-intended':
      return intentEvidence(entry.data.intent)
    case 'effect-recorded':
      return [['answers', `the intent of entry ${String(entry.data.intent)}`], ...effectEvidence(entry)]
    case 'outcome-lost':
      return [['intent', `entry ${String(entry.data.intent)}`]]
    case 'step-failed':
      return [['code', entry.data.failure.code]]
    case 'step-done':
      return digestsIn(entry.data.output)
    default:
      return []
  }
}

function itemEvidence({ kind, tbs, size, key }: ApprovalItem): Evidence {
  const what = `${ITEM_WORDS[kind]} of ${counted(size, 'byte')}`
  return [
    ['approves', `${what}, SHA-256 ${tbs}`],
    ...(key === null ? [] : ([['to be signed by', `key ${key}`]] as const)),
  ]
}

function stepEvidence(entry: LogEntry, state: FacilityState): Evidence {
  const step = stepOf(runOf(state, entry.run), entry.step)
  return step === undefined ? [] : [['at', `step ${String(step.number)}, ${step.step.title}`]]
}

function intentEvidence(intent: Intent): Evidence {
  switch (intent.action) {
    case 'sign':
      return [
        ['to be signed', intent.item.tbs],
        ['key', intent.key],
      ]
    case 'sign-many':
      return [
        ['approved list', intent.item.tbs],
        ['key', intent.key],
      ]
    case 'generate-key':
    case 'generate-transport-key':
      return [['CKA_ID', intent.id]]
    case 'set-pin':
      return [['shares', intent.set.id]]
    default:
      return [['key', intent.key]]
  }
}

function effectEvidence({ data: { effect } }: EntryOf<'effect-recorded'>): Evidence {
  switch (effect.action) {
    case 'sign':
      return [['signature', effect.signature]]
    case 'sign-many':
      return effect.signatures.map((signature, index) => [`signature ${String(index + 1)}`, signature] as const)
    case 'back-up-key':
      return [['backup', effect.sealed]]
    case 'set-pin':
      return [['shares', effect.set]]
    default:
      return [['public key', effect.spki]]
  }
}

/** What was answered, question by question. */
function answersEvidence({ answers }: EntryOf<'decision-given'>['data']['statement']): Evidence {
  return Object.entries(answers ?? {})
}

const DIGEST = /^[0-9a-f]{64}$/
const LABELS: Readonly<Record<string, string>> = {
  tbs: 'to be signed',
  spki: 'public key',
  subjectKey: 'subject key',
  report: 'lint report',
  root: 'checkpoint root',
  facts: 'all facts',
  p7s: 'signature file',
  tar: 'tar file',
  record: 'record of the collection',
  recipientsFile: 'file of recipients',
  contentManifest: 'manifest of the evidence',
  packageManifest: 'manifest of the package',
  sums: 'digests of the package',
}

/** Every digest in what a step made (files of the facility under that name, keys and bytes), and serial numbers. */
function digestsIn(output: unknown): Evidence {
  const found = new Map<string, string>()
  const look = (value: unknown, name: string): void => {
    const isShown = typeof value === 'string' && (DIGEST.test(value) || name === 'serial')
    if (isShown && !found.has(value)) found.set(value, LABELS[name] ?? name)
    if (typeof value !== 'object' || value === null) return
    for (const [member, inside] of Object.entries(value)) look(inside, Array.isArray(value) ? name : member)
  }
  look(output, '')
  return [...found].map(([digest, name]) => [name, digest])
}

/** Who signed, and with what. An approval from elsewhere says so in its sentence. */
function signedBy(entry: LogEntry): Evidence {
  if (entry.kind === 'effect-reconciled')
    return entry.data.statements.map(({ statement }) => ['signed with', statement.credential])
  const { statement } = entry.data as { readonly statement?: { readonly credential: string } }
  return statement === undefined ? [] : [['signed with', statement.credential]]
}
