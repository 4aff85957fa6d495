import { digest, instant, slug } from '../ids.ts'
import { z } from '../zod.ts'
import { domainName } from './names.ts'

/** The signed manifest, format `ca-handoff/v1`: one canonical JSON document that hashes everything else in the hand-off. */

export const HANDOFF_FORMAT = 'ca-handoff/v1'

const position = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const size = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
/** Lowercase hex of the INTEGER's content octets. */
const serial = z.string().regex(/^([0-9a-f]{2}){1,20}$/, 'a serial number is 1 to 20 octets of lowercase hex')
/** A CRL number has up to 20 octets (RFC 5280 §5.2.3), so it does not fit a JSON number. */
const crlNumber = z.string().regex(/^(0|[1-9]\d{0,48})$/, 'a CRL number is a decimal without leading zeros')

export const artifactKind = z.enum([
  'certificate',
  'chain',
  'trust-anchors',
  'trust-state',
  'crl',
  'crl-set',
  /** A certificate that nobody may trust any more, in the form of one kind of trust store. */
  'blocklist',
  'signer-certificate',
  'log',
  'request',
  /** A runbook for one kind of consumer, or a file in a form that only it wants. */
  'consumer',
  'checksums',
  'readme',
])
export type ArtifactKind = z.infer<typeof artifactKind>

/** RFC 5280 §4.2.1.13: one DER object. Only these forms are the target of an action. */
export const CERTIFICATE_MEDIA_TYPE = 'application/pkix-cert'
export const CRL_MEDIA_TYPE = 'application/pkix-crl'
export const PEM_MEDIA_TYPE = 'application/x-pem-file'

/** Facts about an artifact; null where its kind has none. `issuer_spki_sha256` is the key that signed it. */
export const manifestArtifact = z.strictObject({
  path: z.string().min(1),
  size,
  sha256: digest,
  media_type: z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/),
  kind: artifactKind,
  issuer_spki_sha256: digest.nullable(),
  serial: serial.nullable(),
  crl_number: crlNumber.nullable(),
  this_update: instant.nullable(),
  next_update: instant.nullable(),
})
export type ManifestArtifact = z.infer<typeof manifestArtifact>

export const actionKind = z.enum([
  'add_anchor',
  'remove_anchor',
  'distrust',
  'install_issuer',
  'set_default_issuer',
  'publish_crl',
  'revoke',
  /** It issues nothing more; what it issued stays valid. */
  'disable_issuer',
  /** Whatever it issued is replaced now, though still valid. */
  'taint_issuer',
])

/** `target` is the path of the DER file for what is installed from this hand-off, else an SPKI SHA-256, and for `revoke` `<issuer SPKI>:<serial>`. */
export const manifestAction = z.strictObject({
  kind: actionKind,
  target: z.string().min(1).max(200),
  not_before: instant.nullable(),
  not_after: instant.nullable(),
  reason: z.string().min(1).max(500).nullable(),
})
export type ManifestAction = z.infer<typeof manifestAction>

export const manifestSigner = z.strictObject({ name: slug, certificate_sha256: digest })
export type ManifestSigner = z.infer<typeof manifestSigner>

export const handoffManifest = z.strictObject({
  format: z.literal(HANDOFF_FORMAT),
  /** True for everything that comes from a practice facility: a receiver refuses it unless told otherwise. */
  practice: z.boolean(),
  domain: domainName,
  epoch: position,
  sequence: position,
  previous_manifest_sha256: digest.nullable(),
  issued_at: instant,
  expires_at: instant,
  next_expected_by: instant,
  /** Where the times come from, as the room recorded it. */
  time_source: z.string().min(1).max(200),
  ceremony_id: z.string().min(1).max(200),
  log_checkpoint: z.strictObject({
    origin: z.string().min(1).max(255),
    size,
    root: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'a root hash is 32 bytes in base64, as in the checkpoint'),
  }),
  in_reply_to: z.array(z.strictObject({ request_sha256: digest })).max(1000),
  artifacts: z.array(manifestArtifact).min(1).max(2000),
  actions: z.array(manifestAction).max(1000),
  /** SHA-256 of the canonical trust state that results from applying this hand-off: `trust/state.json`. */
  state_digest: digest,
  signers_required: z.strictObject({
    threshold: z.number().int().min(1).max(16),
    keys: z.array(manifestSigner).min(1).max(16),
  }),
})
export type HandoffManifest = z.infer<typeof handoffManifest>
