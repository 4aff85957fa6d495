import type { Envelope } from '../../shared/ledger/envelope.ts'
import { sha256Hex } from '../../shared/bytes.ts'
import { canonicalBytes } from '../../shared/ledger/canonical-json.ts'
import { earlier, type Manipulation, ofKind, put, retold, setting, without } from './manipulation.ts'

const DIGEST = 'ab'.repeat(32)
const at = (step: string) => (entry: Envelope) =>
  entry.kind === 'step-done' && entry.step === step && entry.run === 'run-0001'
const second = (kind: string, step: string, actor: string) => (entry: Envelope) =>
  entry.kind === kind && entry.step === step && entry.actor === actor

/** The entry's own digest beside the policy is made to fit again. */
const weakPolicy = (entries: Envelope[]): Envelope[] => {
  const found = entries.find(ofKind('policy-adopted'))
  if (found === undefined) throw new Error('no policy')
  put(found.data, ['policy', 'quorums', 'sign-root', '0', 'count'], 1)
  put(found.data, ['digest'], sha256Hex(canonicalBytes(found.data['policy'])))
  return entries
}

const OTHER_KEY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
const isPriya = (entry: Envelope): boolean =>
  entry.kind === 'person-enrolled' && JSON.stringify(entry.data).includes('"priya-raman"')

/** Approvals, keys and what was signed with them, retold by the holder of the log key. */
export const RETOLD_PRACTICE: readonly Manipulation[] = [
  retold('an approval of other bytes', setting(ofKind('approval-given'), 'data.statement.items.0.tbs', DIGEST)),
  retold(
    'an approval at another time',
    setting(ofKind('approval-given'), 'data.statement.time', '2026-01-01T00:00:00.000Z'),
  ),
  retold('an approval moved to another step', setting(ofKind('approval-given'), 'data.statement.step', 'approve-crl')),
  retold('an approval of another run', setting(ofKind('approval-given'), 'data.statement.run', 'run-0007')),
  retold('an approval in another role', setting(ofKind('approval-given'), 'data.statement.role', 'witness')),
  retold(
    'an approval under the name of somebody else',
    setting(ofKind('approval-given'), 'data.statement.person', 'greta-lindqvist'),
  ),
  retold(
    'an approval said to come from elsewhere by nobody',
    setting(ofKind('approval-given'), 'actor', 'greta-lindqvist'),
  ),
  retold('one approval fewer than the quorum', without(second('approval-given', 'approve-root', 'priya-raman'))),
  retold('one approval counted twice', (entries) => {
    const first = entries.findIndex(second('approval-given', 'approve-root', 'tomas-oliveira'))
    const other = entries.findIndex(second('approval-given', 'approve-root', 'priya-raman'))
    const copy = [...entries]
    copy[Math.max(first, other)] = entries[Math.min(first, other)] as Envelope
    return copy.map((entry, index) => ({ ...entry, time: entries[index]?.time ?? entry.time }))
  }),
  retold('a weaker quorum in the policy', setting(ofKind('policy-adopted'), 'data.policy.quorums.sign-crl.0.count', 1)),
  retold('a weaker policy with a digest that fits', weakPolicy),
  retold('a person with another key', setting(isPriya, 'data.person.credentials.0.publicKey', OTHER_KEY)),
  retold('a person enrolled a second time', (entries) => {
    const found = entries.findIndex(isPriya)
    return entries.toSpliced(found + 1, 0, entries[found] as Envelope)
  }),
  retold('somebody enrolled after the founding', (entries) => {
    const found = entries.find(isPriya) as Envelope
    const copy = structuredClone<Envelope>(found)
    put(copy.data, ['person', 'id'], 'eve-adams')
    put(copy.data, ['person', 'credentials', '0', 'publicKey'], OTHER_KEY)
    put(copy.data, ['person', 'credentials', '0', 'id'], 'eve-adams-1')
    const opened = entries.findIndex(ofKind('run-opened'))
    return entries.toSpliced(opened + 1, 0, { ...copy, time: entries[opened]?.time ?? copy.time })
  }),
  retold('the founding told twice', (entries) =>
    entries.toSpliced(3, 0, { ...(entries[0] as Envelope), time: entries[3]?.time ?? '' }),
  ),
  retold('another plan under the run', setting(ofKind('run-opened'), 'data.plan', DIGEST)),
  retold('another starter', setting(ofKind('run-opened'), 'data.starter', 'greta-lindqvist')),
  retold('a start with another note', setting(ofKind('run-opened'), 'data.statement.note', 'something else')),
  retold(
    'an intent to sign other bytes',
    setting(ofKind('step-intended', 'issue-root'), 'data.intent.item.tbs', DIGEST),
  ),
  retold(
    'an intent to sign with another key',
    setting(ofKind('step-intended', 'issue-root'), 'data.intent.key', DIGEST),
  ),
  retold(
    'an intent to make a key of another kind',
    setting(ofKind('step-intended', 'root-key'), 'data.intent.algorithm', 'ec-p256'),
  ),
  retold(
    'a signature that is none',
    setting(ofKind('effect-recorded', 'issue-root'), 'data.effect.signature', '11'.repeat(96)),
  ),
  retold('an effect without its intent', without(ofKind('step-intended', 'issue-root'))),
  retold('an intent without its effect', without(ofKind('effect-recorded', 'issue-root'))),
  retold('another certificate than was signed', (entries) => {
    const other = entries.find(at('issue-first-signer'))?.data as { output: { certificate: string } }
    return setting(at('issue-root'), 'data.output.certificate', other.output.certificate)(entries)
  }),
  retold('another serial', setting(at('issue-root'), 'data.output.serial', `01${'00'.repeat(16)}`)),
  retold('another end of validity', setting(at('issue-root'), 'data.output.notAfter', '2099-01-01T00:00:00.000Z')),
  retold('another CRL number', setting(at('issue-crl'), 'data.output.number', 7)),
  retold('another key than the HSM made', setting(at('root-key'), 'data.output.key.spki', DIGEST)),
  retold('the dossier of another key', setting(at('root-key'), 'data.output.key.id', '00'.repeat(16))),
  retold('a step that never ended', without(at('open'))),
  retold('two steps in another order', earlier(ofKind('step-started', 'root-key'))),
  retold('a kind of entry that nobody knows', setting(ofKind('step-started', 'root-key'), 'kind', 'step-wished')),
  retold('a clock that goes back', setting(ofKind('step-started', 'root-key'), 'time', '2020-01-01T00:00:00.000Z')),
  retold('a fork behind the paper checkpoint', (entries) => entries.slice(0, -3), 'practice', 'paper'),
]
