import { hexToBytes } from '../../../shared/bytes.ts'
import {
  collectionDeviation,
  type EvidenceCollection,
  evidenceCollection,
} from '../../../shared/evidence/collection.ts'
import { EVIDENCE_GROUPS } from '../../../shared/evidence/item.ts'
import { MANIFEST, packageName, SUMS } from '../../../shared/evidence/names.ts'
import { contentManifest, packageManifest } from '../../../shared/evidence/package.ts'
import { readSums } from '../../../shared/evidence/sums.ts'
import { fail } from '../../../shared/failure.ts'
import { type FacilityState, isPractice } from '../../../shared/facility/state.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { EntryOf } from '../../../shared/ledger/entries.ts'
import { parseVkey } from '../../../shared/ledger/vkey.ts'
import { activeCredentials } from '../../../shared/people/person.ts'
import { isPresent } from '../../../shared/procedure/attendance.ts'
import { type StepOutput, stepOutputs } from '../../../shared/procedure/outputs.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import { ed25519PublicKey } from '../ed25519.ts'
import { collectedToSeal } from '../evidence/collected.ts'
import { readRecipients } from '../evidence/recipients.ts'
import { verifySeal } from '../evidence/seal-signer.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { readPublicKey } from '../people/verify-signature.ts'
import { referredStep } from '../procedure/referred-step.ts'
import { assertFindings, assertSame } from './check-readings.ts'

interface Place {
  readonly run: RunState
  readonly step: StepState
  readonly state: FacilityState
  readonly artifacts: ArtifactReader
}

type Seal = StepOutput<'seal-evidence'>

/** What a step of evidence says, against the records and lists that it names. `state` is before the entry. Throws log-inconsistent, signature-invalid. */
export function checkEvidence(entry: EntryOf<'step-done'>, place: Place): void {
  switch (entry.data.kind) {
    case 'collect-evidence':
      checkCollection(entry, stepOutputs['collect-evidence'].parse(entry.data.output), place)
      return
    case 'import-recipients': {
      const output = stepOutputs['import-recipients'].parse(entry.data.output)
      const read = readRecipients(place.artifacts.get(output.recipientsFile), entry.time)
      assertSame(
        output.recipients,
        read.map(({ der: _der, ...recipient }) => recipient),
        'the recipients are not those of the file',
      )
      return
    }
    case 'seal-evidence':
      checkSeal(stepOutputs['seal-evidence'].parse(entry.data.output), place)
      return
    default:
  }
}

function checkCollection(entry: EntryOf<'step-done'>, output: StepOutput<'collect-evidence'>, place: Place): void {
  const { run, step, state, artifacts } = place
  if (step.step.kind !== 'collect-evidence') throw fail('log-inconsistent', 'Its step collects no evidence.')
  const { collect, authority, reason } = step.step
  const record = readRecord(artifacts, output.record)
  const about = {
    facility: record.facility,
    mode: record.mode,
    drill: record.drill,
    run: record.run,
    step: record.step,
  }
  const { origin, mode } = state.founded
  assertSame(
    about,
    { facility: origin, mode, drill: run.drill, run: run.id, step: step.step.id },
    'the record is of another collection',
  )
  const groups = EVIDENCE_GROUPS.filter((group) => collect.includes(group))
  assertSame(record.groups, groups, 'other things were collected than the plan has')
  assertSame(
    { authority: record.authority, why: record.why },
    { authority: resolveValue(run.plan, authority), why: resolveValue(run.plan, reason) },
    'the record names another authority or reason than the plan',
  )
  const made = groups.map((group) => {
    const own = record.items.filter((item) => item.group === group)
    return { group, items: own.length, bytes: own.reduce((sum, { size }) => sum + size, 0) }
  })
  assertSame(output.groups, made, 'the counts are not those of the record')
  assertSame(
    output.bytes,
    made.reduce((sum, { bytes }) => sum + bytes, 0),
    'the number of bytes is not that of the record',
  )
  assertSame(output.pieces, record.items.length, 'the number of items is not that of the record')
  assertSame(record.log.size <= entry.index, true, 'the record names a log that is longer than this one was')
  const numbers = record.items.map(({ id }) => id)
  const expected = numbers.map((_, index) => `${run.id}.${step.step.id}.${String(index + 1).padStart(4, '0')}`)
  assertSame(numbers, expected, 'the items are not numbered one after another')
  const people = new Set(record.items.map(({ acquisition }) => acquisition.by))
  assertSame(
    [...people].every((id) => state.people.has(id)),
    true,
    'nobody of this name acquires anything here',
  )
  assertFindings(output, record.refused)
  const deviation = collectionDeviation(record.items.length, record.refused)
  assertSame(output.deviation !== null, deviation !== null, 'what was found is not what was raised')
}

function checkSeal(output: Seal, { run, step, state, artifacts }: Place): void {
  if (step.step.kind !== 'seal-evidence') throw fail('log-inconsistent', 'Its step seals nothing.')
  const { id, recipients: reference } = step.step
  const records = collectedToSeal(run, step.step).map(({ output: { record } }) => record)
  const recipients = outputOf(run, referredStep(run, reference).step.id, 'import-recipients').recipients
  const outside = packageManifest.parse(parseCanonical(artifacts.get(output.packageManifest)))
  const inside = contentManifest.parse(parseCanonical(artifacts.get(output.contentManifest)))
  const drill = run.drill
  const facts = {
    name: packageName({ practice: isPractice(state), drill, run: run.id, step: id }),
    facility: state.founded.origin,
    mode: state.founded.mode,
    drill,
    run: run.id,
    step: id,
  }
  for (const { name, facility, mode, drill: marked, run: ofRun, step: ofStep } of [inside, outside])
    assertSame({ name, facility, mode, drill: marked, run: ofRun, step: ofStep }, facts, 'the package is another one')
  assertSame(output.package.name, facts.name, 'the package has another name')
  assertSame(output.drill, drill, 'whether it is a drill is not what the run is')
  assertSame(output.collections, records, 'other collections were sealed than the plan has')
  assertSame(outside.collections, records, 'the package holds other collections')
  assertSame(
    inside.collections.map(({ sha256 }) => sha256),
    records,
    'the content holds other collections',
  )
  assertSame(outside.content.manifest, output.contentManifest, 'the package holds another manifest')
  const items = records.flatMap((record) => readRecord(artifacts, record).items)
  assertSame(
    inside.items.map(({ id: item, sha256, size }) => ({ item, sha256, size })),
    items.map(({ id: item, sha256, size }) => ({ item, sha256, size })),
    'the content does not hold the items of the collections',
  )
  assertSame([output.pieces, outside.content.items], [items.length, items.length], 'the number of items is another one')
  assertSame(outside.recipients, recipients, 'it is encrypted to others than were read back')
  assertSame(
    output.recipients,
    recipients.map(({ sha256 }) => sha256),
    'it names other recipients',
  )
  checkSums(output, outside.content.parts, artifacts)
  checkSignatures(output, { run, state, artifacts })
}

/** The list of digests is that of this package. */
function checkSums(
  output: Seal,
  parts: readonly { readonly path: string; readonly sha256: string }[],
  artifacts: ArtifactReader,
): void {
  assertSame(output.package.sha256, output.sums, `the package is not named by the SHA-256 of its ${SUMS}`)
  const sums = new Map(readSums(artifacts.get(output.sums)).map(({ path, sha256 }) => [path, sha256]))
  assertSame(sums.get(MANIFEST), output.packageManifest, 'the list of digests is not about this manifest')
  assertSame(output.package.parts, parts.length, 'the number of parts is another one')
  for (const { path, sha256 } of parts)
    assertSame(sums.get(path), sha256, 'the list of digests is not about these parts')
}

/** The log, and at least one person of the room. */
function checkSignatures({ sums, seals }: Seal, { run, state, artifacts }: Omit<Place, 'step'>): void {
  const bytes = artifacts.get(sums)
  for (const { signer, person, signature } of seals) {
    const key =
      signer === 'log' ? ed25519PublicKey(parseVkey(state.founded.logKey).publicKey) : keyOf(state, person, signer)
    if (key === null || !verifySeal(key, bytes, hexToBytes(signature)))
      throw fail('signature-invalid', `The seal of ${signer} is not over the digests of this package.`)
  }
  assertSame(
    seals.some(({ signer, person }) => signer === 'log' && person === null),
    true,
    'the log did not seal it',
  )
  const people = seals.flatMap(({ person }) => person ?? [])
  assertSame(
    people.length > 0 && people.every((person) => isPresent(run, person)),
    true,
    'nobody of the room sealed it',
  )
}

function keyOf(state: FacilityState, id: string | null, credential: string): ReturnType<typeof readPublicKey> {
  const person = state.people.get(id ?? '')
  const known = person && activeCredentials(person).find((one) => one.id === credential)
  return known === undefined ? null : readPublicKey(known.publicKey)
}

function readRecord(artifacts: ArtifactReader, sha256: string): EvidenceCollection {
  return evidenceCollection.parse(parseCanonical(artifacts.get(sha256)))
}
