import { bytesToHex, sha256Hex } from '../../../../shared/bytes.ts'
import { evidenceCollection } from '../../../../shared/evidence/collection.ts'
import type { CustodyEntry } from '../../../../shared/evidence/item.ts'
import { packageName } from '../../../../shared/evidence/names.ts'
import { fail } from '../../../../shared/failure.ts'
import { isPractice } from '../../../../shared/facility/state.ts'
import { canonicalBytes, parseCanonical } from '../../../../shared/ledger/canonical-json.ts'
import { parseVkey } from '../../../../shared/ledger/vkey.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { toInstant } from '../../clock.ts'
import { ed25519PublicKey } from '../../ed25519.ts'
import { adoptPackage } from '../../evidence/adopt.ts'
import { collectedToSeal } from '../../evidence/collected.ts'
import type { CollectedRecord, SealFacts } from '../../evidence/content.ts'
import { readRecipients, type RecipientCertificate } from '../../evidence/recipients.ts'
import { sealPackage, type SealedPackage } from '../../evidence/seal.ts'
import type { SealHand } from '../../evidence/seal-signer.ts'
import { type Signer, withSigner } from '../../people/signer.ts'
import { readPublicKey } from '../../people/verify-signature.ts'
import { hostTree } from '../../room/host-tree.ts'
import { mountOf, readMounts } from '../../room/mounts.ts'
import { realFolder } from '../../evidence/real-folder.ts'
import type { StepContext } from '../step-context.ts'

type Context = StepContext<'seal-evidence'>

/**
 * Seals collections into one package on a medium: signed by the log and by who seals it, encrypted to the recipients, read back. A package
 * that is whole there already, because this was stopped before the log had it, is taken as it is.
 */
export async function sealEvidence(context: Context): Promise<StepOutput<'seal-evidence'>> {
  const { input, services, run } = context
  if (input.kind !== 'seal')
    throw fail('invalid-request', 'This step wants the folder of the medium, and who seals it.')
  const { signer, folder } = input
  if (!run.present.some(({ person }) => person === signer.person)) {
    throw fail('person-not-present', 'Who seals the evidence is not in the room.', {
      remedy: 'Choose somebody who signed in.',
    })
  }
  const directory = await realFolder(folder)
  const records = recordsOf(context)
  const recipients = recipientsOf(context)
  const facts = factsOf(context)
  const known = {
    facts,
    collections: records.map(({ sha256 }) => sha256),
    recipients: recipients.map(({ sha256 }) => sha256),
  }
  const log = logHand(context)
  return withSigner(services, signer, async (hand) => {
    const adopted = await adoptPackage(directory, known, log.publicKey, services.facility.artifacts)
    const sealed =
      adopted ??
      (await sealPackage({
        facts,
        custody: custodyOf(context, hand, directory, records),
        records,
        recipients,
        hands: [log, personHand(context, hand)],
        artifacts: services.facility.artifacts,
        directory,
        progress: services.progress,
      }))
    return outputOf(context, sealed, { ...known, directory, adopted: adopted !== null })
  })
}

function outputOf(
  { services }: Context,
  sealed: SealedPackage,
  known: { collections: string[]; recipients: string[]; directory: string; adopted: boolean },
): StepOutput<'seal-evidence'> {
  const { artifacts, state } = services.facility
  const { manifest } = sealed
  const mount = mountOf(readMounts(hostTree()) ?? [], known.directory)
  const personOf = (signer: string): string | null =>
    [...state.people.values()].find(({ credentials }) => credentials.some(({ id }) => id === signer))?.id ?? null
  return {
    package: {
      name: manifest.name,
      sha256: sha256Hex(sealed.sums),
      size: sealed.size,
      parts: manifest.content.parts.length,
    },
    destination: known.directory,
    medium: mount === null ? null : { device: mount.device, at: mount.at, fileSystem: mount.fileSystem },
    contentManifest: manifest.content.manifest,
    sums: artifacts.put(sealed.sums).sha256,
    packageManifest: artifacts.put(canonicalBytes(manifest)).sha256,
    pieces: manifest.content.items,
    collections: known.collections,
    recipients: known.recipients,
    sealedAt: manifest.sealedAt,
    drill: manifest.drill,
    seals: sealed.signatures.map(({ signer, signature }) => ({
      signer,
      person: personOf(signer),
      signature: bytesToHex(signature),
    })),
    adopted: known.adopted,
  }
}

/** The records that this package is about, as the log names them. */
function recordsOf(context: Context): CollectedRecord[] {
  const { artifacts } = context.services.facility
  return collectedToSeal(context.run, context.step).map(({ output: { record } }) => ({
    sha256: record,
    collection: evidenceCollection.parse(parseCanonical(artifacts.get(record))),
  }))
}

function recipientsOf(context: Context): RecipientCertificate[] {
  const { artifacts, clock } = context.services.facility
  const { recipientsFile } = context.output(context.step.recipients, 'import-recipients')
  return readRecipients(artifacts.get(recipientsFile), toInstant(clock.now()))
}

function factsOf({ services, facility: state, run, step }: Context): SealFacts {
  const drill = run.drill
  return {
    name: packageName({ practice: isPractice(state), drill, run: run.id, step: step.id }),
    facility: state.founded.origin,
    facilityName: state.founded.name,
    mode: state.founded.mode,
    drill,
    run: run.id,
    step: step.id,
    sealedAt: toInstant(services.facility.clock.now()),
  }
}

function custodyOf(
  { services, run, facility: state }: Context,
  { person }: Signer,
  directory: string,
  records: readonly CollectedRecord[],
): CustodyEntry[] {
  const role = run.present.find((seat) => seat.person === person.id)?.role ?? null
  const common = {
    at: toInstant(services.facility.clock.now()),
    person: person.id,
    name: person.name,
    role,
    authority: [...new Set(records.map(({ collection }) => collection.authority))].join('; '),
  }
  const store = `the artifact store of the facility ${state.founded.origin}`
  return [
    { ...common, act: 'accessed', place: store, purpose: 'read to be sealed, and hashed again' },
    {
      ...common,
      act: 'sealed',
      place: directory,
      purpose: 'signed, encrypted to the recipients, written there and read back',
    },
  ]
}

function logHand({ services, facility: state }: Context): SealHand {
  const { facility } = services
  return {
    name: 'log',
    words: `the key that signs the log of ${state.founded.origin}`,
    publicKey: ed25519PublicKey(parseVkey(state.founded.logKey).publicKey),
    sign: (sums) => Promise.resolve(facility.signSums(sums)),
  }
}

function personHand({ run }: Context, { person, credential, sign }: Signer): SealHand {
  const publicKey = readPublicKey(credential.publicKey)
  if (publicKey === null) throw fail('credential-damaged', `The public key of ${person.name} cannot be read.`)
  const role = run.present.find((seat) => seat.person === person.id)?.role ?? 'nobody'
  return { name: credential.id, words: `${person.name}, ${role}, credential ${credential.id}`, publicKey, sign }
}
