import { EVIDENCE_GROUPS } from '../../../shared/evidence/item.ts'
import { packageName } from '../../../shared/evidence/names.ts'
import { isPractice } from '../../../shared/facility/state.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf, type StepState } from '../../../shared/procedure/run-state.ts'
import { collectedFor } from '../evidence/collected.ts'
import { RECIPIENTS_LIMIT } from '../evidence/recipients.ts'
import { findPerson } from '../people/find-person.ts'
import { referredStep } from '../procedure/referred-step.ts'
import { viewDigest, viewPerson } from './pieces.ts'
import type { Builder } from './scene.ts'

type EvidenceKind = 'collect-evidence' | 'import-recipients' | 'seal-evidence'

/** The steps that collect and seal evidence. */
export const evidenceBodies: { readonly [K in EvidenceKind]: Builder<K> } = {
  'collect-evidence': ({ session, run, state }, step) => {
    const output = isDone(state) ? outputOf(run, step.id, 'collect-evidence') : null
    const named = step.tokens?.map((field) => resolveValue(run.plan, field))
    return {
      kind: 'collect-evidence',
      groups: EVIDENCE_GROUPS.filter((group) => step.collect.includes(group)),
      authority: resolveValue(run.plan, step.authority),
      reason: resolveValue(run.plan, step.reason),
      tokens: step.collect.includes('hsm') ? (named ?? [...session.facility.state.tokens.keys()]) : [],
      drill: run.drill,
      result: output && {
        groups: output.groups,
        items: output.pieces,
        bytes: output.bytes,
        findings: output.findings.map(({ source, words }) => ({ source, words })),
        omitted: output.omitted,
        record: viewDigest(output.record),
      },
    }
  },
  'import-recipients': ({ run, state }, step) => {
    const output = isDone(state) ? outputOf(run, step.id, 'import-recipients') : null
    return {
      kind: 'import-recipients',
      limitBytes: RECIPIENTS_LIMIT,
      result: output && {
        fileName: output.fileName,
        file: viewDigest(output.recipientsFile),
        recipients: output.recipients,
      },
    }
  },
  'seal-evidence': ({ session, run, state }, step) => {
    const { state: known } = session.facility
    const output = isDone(state) ? outputOf(run, step.id, 'seal-evidence') : null
    const recipients = referredStep(run, step.recipients)
    const drill = run.drill
    const person = (id: string) => viewPerson(findPerson(known, id))
    return {
      kind: 'seal-evidence',
      name: packageName({ practice: isPractice(known), drill, run: run.id, step: step.id }),
      drill,
      collections: collectedFor(run, step).map(({ title, output: { pieces, bytes } }) => ({
        title,
        items: pieces,
        bytes,
      })),
      recipients: isDone(recipients) ? outputOf(run, recipients.step.id, 'import-recipients').recipients : [],
      people: run.present.map((seat) => person(seat.person)),
      result: output && {
        destination: output.destination,
        medium: output.medium === null ? '' : `${output.medium.device}, ${output.medium.fileSystem}`,
        package: viewDigest(output.package.sha256),
        size: output.package.size,
        parts: output.package.parts,
        items: output.pieces,
        sealedAt: output.sealedAt,
        sealedBy: output.seals.flatMap(({ person: id }) => (id === null ? [] : [person(id)])),
        adopted: output.adopted,
      },
    }
  },
}

function isDone({ status }: StepState): boolean {
  return status === 'done'
}
