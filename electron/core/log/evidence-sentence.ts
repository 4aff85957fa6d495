import type { EvidenceGroup } from '../../../shared/evidence/item.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import type { Sentence } from './sentence.ts'
import { counted } from '../../../shared/counted.ts'
import { ends, joined, personName } from './wording.ts'

interface Context {
  readonly state: FacilityState
}

type EvidenceKind = 'collect-evidence' | 'import-recipients' | 'seal-evidence'
type Sayings = { readonly [K in EvidenceKind]: (output: StepOutput<K>, context: Context) => Sentence }

export const GROUP_WORDS: Readonly<Record<EvidenceGroup, string>> = {
  freeze: 'the statement of the freeze',
  hsm: 'the HSMs',
  console: 'this computer and the log',
  files: 'files',
}

/** A finished step of evidence as one sentence. */
export const EVIDENCE_SAYINGS: Sayings = {
  'collect-evidence': ({ pieces, groups, findings, omitted }) => ({
    strong: counted(pieces, 'piece of evidence', 'pieces of evidence'),
    text: `${pieces === 1 ? 'was' : 'were'} collected from ${joined(groups.map(({ group }) => GROUP_WORDS[group]))}${findings.length + omitted === 0 ? '' : `, ${String(findings.length + omitted)} could not be had`}`,
    label: 'evidence',
  }),
  'import-recipients': ({ recipients, recipientsFile }) => ({
    strong: joined(recipients.map(({ subject }) => /\bCN=([^,]+)/.exec(subject)?.[1] ?? subject)),
    text: `may open the evidence, by the certificates of file ${ends(recipientsFile)}`,
    label: 'evidence',
  }),
  'seal-evidence': ({ package: sealed, pieces, seals, destination, drill }, { state }) => ({
    strong: sealed.name,
    text: `holds ${counted(pieces, 'piece of evidence', 'pieces of evidence')}${drill ? ' of a drill' : ''}, sealed by ${joined(['the log', ...seals.flatMap(({ person }) => (person === null ? [] : [personName(state, person)]))])}, ${ends(sealed.sha256)}, and went to ${destination}`,
    label: 'sealed',
  }),
}
