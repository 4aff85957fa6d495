import { sha256Hex, toBase64 } from '../../shared/bytes.ts'
import { CRL_MEDIA_TYPE } from '../../shared/handoff/manifest.ts'
import { signerCertificatePath } from '../../shared/handoff/names.ts'
import { decodePemBlocks } from '../../shared/pki/pem.ts'
import { fail } from '../../shared/failure.ts'
import { toInstant } from '../../electron/core/clock.ts'
import { anchorsOf, type Release } from '../release/release.ts'
import type { Accepted, Memory, Pin } from '../state/memory.ts'

export interface Acceptance {
  readonly release: Release
  /** File name of its copy. */
  readonly copy: string
  /** Its signers are others than before. */
  readonly startsEpoch: boolean
  readonly now: number
}

/** What is remembered of a hand-off from the moment on that it is accepted: before anything is done with it. */
export function accept(memory: Memory, { release, copy, startsEpoch, now }: Acceptance): Memory {
  const { manifest, position } = release
  const last: Accepted = {
    ...position,
    state_digest: release.stateDigest,
    expires_at: manifest.expires_at,
    next_expected_by: manifest.next_expected_by,
    accepted_at: toInstant(now),
    copy,
    result: null,
  }
  const again = memory.last?.manifest_sha256 === position.manifest_sha256 ? memory.last : null
  const pinned = startsEpoch ? nextPin(memory.pin, release, now) : { ...memory.pin, epoch: position.epoch }
  return {
    ...memory,
    pin: pinned,
    past_pins: startsEpoch ? [...memory.past_pins, memory.pin] : memory.past_pins,
    last: again === null ? last : { ...last, accepted_at: again.accepted_at },
    before: again === null ? memory.last : memory.before,
    crls: mergedCrls(memory, release),
    anchors: anchorsOf(release).map(({ facts }) => facts.spkiSha256),
  }
}

/** The highest number that was ever seen of an authority stays known, also while a hand-off does not have its list. */
function mergedCrls(memory: Memory, { manifest }: Release): Memory['crls'] {
  const crls = new Map(memory.crls.map((crl) => [crl.issuer_spki_sha256, crl]))
  for (const artifact of manifest.artifacts) {
    const { issuer_spki_sha256: spki, crl_number: number, this_update: thisUpdate, sha256 } = artifact
    if (artifact.media_type !== CRL_MEDIA_TYPE || spki === null || number === null || thisUpdate === null) continue
    crls.set(spki, { issuer_spki_sha256: spki, number, this_update: thisUpdate, sha256 })
  }
  return [...crls.values()]
}

/** Signed by enough old and new signers (`checkEpochSignatures`), it says who signs from now on. */
function nextPin(pin: Pin, { manifest, files, position }: Release, now: number): Pin {
  const signers = manifest.signers_required.keys.map(({ name, certificate_sha256: expected }) => {
    const pem = Buffer.from(files.get(signerCertificatePath(name)) ?? []).toString('latin1')
    const der = decodePemBlocks('CERTIFICATE', pem)?.find((one) => sha256Hex(one) === expected)
    if (der === undefined) throw fail('handoff-trust-invalid', `The certificate of the signer ${name} is missing.`)
    return { name, certificate: toBase64(der) }
  })
  return {
    ...pin,
    epoch: position.epoch,
    threshold: manifest.signers_required.threshold,
    signers,
    pinned_at: toInstant(now),
    source: `hand-off ${position.epoch}-${position.sequence}, signed by old and new signers`,
  }
}
