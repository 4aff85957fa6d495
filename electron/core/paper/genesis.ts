import { fail } from '../../../shared/failure.ts'
import { FOUNDING_CEREMONY, isPractice } from '../../../shared/facility/state.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import { procedureName } from '../../../shared/procedure/definition.ts'
import type { Block, Paper } from '../../../shared/paper/paper.ts'
import { APPROVAL_ACTIONS, quorumWords } from '../../../shared/people/policy.ts'
import { counted } from '../../../shared/counted.ts'
import { joined } from '../log/wording.ts'
import { credentialWords } from '../views/founding.ts'
import { checkpointBlocks } from './checkpoint-blocks.ts'
import { marksOf } from './marks.ts'
import { entriesOf, type PaperSource } from './source.ts'
import { dateAndTime, paperDigest, paperFileName } from './words.ts'

/** What a facility began with, its first checkpoint, and who signed that off. Throws facility-damaged without a checkpoint. */
export function genesisPaper(source: PaperSource): Paper {
  const { state, checkpoints } = source
  const [first] = checkpoints
  if (first === undefined)
    throw fail('facility-damaged', 'The log has no checkpoint.', {
      remedy: 'Verify the log. Restore the facility from a backup.',
    })
  const { name, origin, mode, logKey, software } = state.founded
  const practice = isPractice(state)
  const genesis = source.entries(0, first.size)
  const people = genesis.filter(({ kind }) => kind === 'person-enrolled').length
  return {
    title: name,
    subject: 'Genesis checkpoint',
    sentence: `${name} was founded on ${state.foundedAt.slice(0, 10)} with ${counted(people, 'person', 'people')}; every later entry of its log follows from this checkpoint.`,
    facility: name,
    practice,
    foot: `Genesis of ${origin}`,
    fileName: paperFileName(practice, name, 'genesis'),
    blocks: [
      {
        block: 'facts',
        facts: [
          { label: 'Log', value: origin, mono: true },
          { label: 'Mode', value: mode === 'practice' ? 'practice, for ever' : 'production' },
          { label: 'Founded', value: dateAndTime(state.foundedAt) },
          { label: 'Log key', value: logKey, mono: true },
          { label: 'Written by', value: software },
        ],
      },
      { block: 'section', title: 'The first checkpoint' },
      ...checkpointBlocks(first, 'Keep this page: an edited, cut or forked log does not fit it.'),
      ...signedOffPart(source, first.size),
      ...policyPart(genesis),
      ...rosterPart(genesis),
      { block: 'section', title: 'How to check a copy of this facility against this page' },
      {
        block: 'text',
        text: 'Read a QR code, or type the first three lines of a note, into the file checkpoint.txt. FACILITY is the folder of the copy; nothing in it is written.',
      },
      { block: 'code', lines: ['conclave log verify FACILITY --from checkpoint.txt'] },
    ],
  }
}

/** The founding ceremony: everybody signed one checkpoint over the genesis. */
function signedOffPart(source: PaperSource, first: number): Block[] {
  const run = [...source.state.runs.values()].find(
    ({ plan, status }) => procedureName(plan.definition) === FOUNDING_CEREMONY && status === 'closed',
  )
  const size = run?.steps.flatMap(({ signOffs }) => signOffs)[0]?.statement.checkpoint.size
  const note = source.checkpoints.find((one) => one.size === size)
  if (run === undefined || note === undefined) return []
  const signOffs = entriesOf(source, run).filter(({ kind }) => kind === 'sign-off-given')
  return [
    { block: 'section', title: 'Signed off by everybody who was there' },
    { block: 'signatures', marks: signOffs.flatMap((entry) => marksOf(entry, run, source.state)) },
    ...(note.size === first ? [] : checkpointBlocks(note, 'The checkpoint that they signed. It covers the genesis.')),
  ]
}

function policyPart(genesis: readonly LogEntry[]): Block[] {
  const adopted = genesis.find((entry) => entry.kind === 'policy-adopted')
  if (adopted === undefined) return []
  const { policy, digest } = adopted.data
  return [
    { block: 'section', title: 'Policy', note: `${policy.title}, version ${String(policy.version)}` },
    { block: 'digest', digest: paperDigest('SHA-256 of the policy', digest) },
    {
      block: 'table',
      columns: [
        { title: 'To', width: 30 },
        { title: 'needs the approval of', width: 70 },
      ],
      rows: APPROVAL_ACTIONS.map((action) => [action.replaceAll('-', ' '), quorumWords(policy.quorums[action])]),
    },
  ]
}

function rosterPart(genesis: readonly LogEntry[]): Block[] {
  return [
    { block: 'section', title: 'People and tokens' },
    {
      block: 'table',
      columns: [
        { title: 'Name', width: 26 },
        { title: 'Roles', width: 20 },
        { title: 'Credential', width: 22 },
        { title: 'Public key', width: 32, mono: true },
      ],
      rows: genesis.flatMap((entry) =>
        entry.kind === 'person-enrolled'
          ? entry.data.person.credentials.map((one) => [
              entry.data.person.name,
              joined(entry.data.person.roles),
              credentialWords(one),
              one.publicKey,
            ])
          : [],
      ),
    },
    {
      block: 'table',
      columns: [
        { title: 'Token', width: 26 },
        { title: 'Label', width: 24 },
        { title: 'Serial', width: 20, mono: true },
        { title: 'Model', width: 30 },
      ],
      rows: genesis.flatMap((entry) =>
        entry.kind === 'token-registered'
          ? [
              [
                entry.data.name,
                entry.data.token.label,
                entry.data.token.serial,
                `${entry.data.manufacturer} ${entry.data.model}`,
              ],
            ]
          : [],
      ),
    },
  ]
}
