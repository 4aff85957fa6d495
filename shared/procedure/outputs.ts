import { keyBackup, tokenRef } from '../ipc/hsm-contract.ts'
import { custodyAct } from '../custody/custody-act.ts'
import { shareSet, shareSetId } from '../custody/share-set.ts'
import { digest, hex, instant, role, slug } from '../ids.ts'
import { trustOrder } from '../handoff/order.ts'
import { keyAct } from '../keys/key-act.ts'
import { MOST_AT_ONCE, reissue } from '../reissue/document.ts'
import { revocations } from '../revocation/document.ts'
import { keyAlgorithm, signatureAlgorithm } from '../pki/algorithms.ts'
import { facilityChange } from '../people/change.ts'
import { z } from '../zod.ts'
import { approvalItem, documentItem, signingItem } from './approval.ts'
import { inventoryOutputs } from './inventory-outputs.ts'
import { incidentOutputs } from './incident-outputs.ts'
import { reportOutputs } from './report-outputs.ts'
import { evidenceOutputs } from './evidence-outputs.ts'
import { roomOutputs } from './room-outputs.ts'

/** A key of this facility: where it lives and how it is found again (CKA_ID and public key, never a handle). */
export const keyRecord = z.strictObject({
  name: slug,
  token: tokenRef,
  tokenName: slug,
  id: hex,
  algorithm: keyAlgorithm,
  /** SHA-256 of the DER SubjectPublicKeyInfo; the bytes are the artifact of the same digest. */
  spki: digest,
})
export type KeyRecord = z.infer<typeof keyRecord>

/** A key pair that opens backups on its own token, and does nothing else. */
export const transportKeyRecord = keyRecord.omit({ algorithm: true })
export type TransportKeyRecord = z.infer<typeof transportKeyRecord>

export const lintSummary = z.strictObject({
  rules: z.number().int(),
  errors: z.number().int(),
  warnings: z.number().int(),
  checkedAgainst: z.string(),
  /** Artifact: the report, canonical JSON. */
  report: digest,
})
export type LintSummary = z.infer<typeof lintSummary>

/** To-be-signed bytes, ready for approval. `tbs` names the artifact that holds them. */
export const certificatePreview = z.strictObject({
  type: z.literal('certificate'),
  item: signingItem,
  profile: slug,
  signingKey: slug,
  signatureAlgorithm,
  subject: z.string(),
  issuer: z.string(),
  serial: hex,
  notBefore: instant,
  notAfter: instant,
  subjectKey: digest,
  lint: lintSummary,
})
export const crlPreview = z.strictObject({
  type: z.literal('crl'),
  item: signingItem,
  signingKey: slug,
  signatureAlgorithm,
  issuer: z.string(),
  number: z.number().int().positive(),
  thisUpdate: instant,
  nextUpdate: instant,
  entries: z.number().int().nonnegative(),
  /** How many of them the last CRL does not have. */
  added: z.number().int().nonnegative(),
  lint: lintSummary,
})
export type CertificatePreview = z.infer<typeof certificatePreview>
export type CrlPreview = z.infer<typeof crlPreview>

export const handoffSigner = z.strictObject({
  name: slug,
  item: signingItem,
  certificate: digest,
  signatureAlgorithm,
})
export const handoffDraft = z.strictObject({
  domain: slug,
  epoch: z.number().int().positive(),
  sequence: z.number().int().positive(),
  /** Artifact: manifest.json, exact bytes. It names every file of the bundle by SHA-256, each an artifact too. */
  manifest: digest,
  folderName: z.string(),
  fileCount: z.number().int().positive(),
  threshold: z.number().int().positive(),
  signers: z.array(handoffSigner).min(1),
  expiresAt: instant,
  /** What the fleet is told to do, as it was approved in this run. */
  orders: z.array(trustOrder),
})
export type HandoffDraft = z.infer<typeof handoffDraft>

export const check = z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string() })
export type Check = z.infer<typeof check>

/** A change that waits for approval; `item` is what people approve, and the artifact of the same digest holds its bytes. */
export const proposedChange = z.strictObject({ item: documentItem, change: facilityChange })
export type ProposedChange = z.infer<typeof proposedChange>

/** What is to be done with a key and waits for approval, like a change. */
export const proposedKeyAct = z.strictObject({ item: documentItem, act: keyAct })
export type ProposedKeyAct = z.infer<typeof proposedKeyAct>

/** How a PIN is to be split, waiting for approval in the same way. */
export const proposedCustody = z.strictObject({ item: documentItem, act: custodyAct })
export type ProposedCustody = z.infer<typeof proposedCustody>

/** What the fleet is to be told about an authority, waiting for approval in the same way. */
export const proposedOrder = z.strictObject({ item: documentItem, order: trustOrder })
export type ProposedOrder = z.infer<typeof proposedOrder>

/** What is to be revoked, waiting for approval in the same way. */
export const proposedRevocations = z.strictObject({ item: documentItem, revocations })
export type ProposedRevocations = z.infer<typeof proposedRevocations>

/** Many certificates that one CA is to sign, waiting for approval in the same way. */
export const proposedReissue = z.strictObject({ item: documentItem, reissue })
export type ProposedReissue = z.infer<typeof proposedReissue>

/** What each step kind writes into the log when it is done. */
export const stepOutputs = {
  assemble: z.strictObject({ present: z.array(z.strictObject({ person: slug, role })).min(1) }),
  confirm: z.strictObject({ statement: z.string() }),
  ...roomOutputs,
  'open-token': z.strictObject({
    tokenName: slug,
    token: tokenRef,
    model: z.string(),
    manufacturer: z.string(),
    firmware: z.string(),
    /** Whose shares gave the PIN; absent where it was typed. */
    custody: z.strictObject({ set: shareSetId, people: z.array(slug).min(2) }).optional(),
  }),
  'close-token': z.strictObject({ tokenName: slug }),
  'generate-key': z.strictObject({ key: keyRecord, dossier: digest, backup: keyBackup, recovered: z.boolean() }),
  'generate-transport-key': z.strictObject({ transportKey: transportKeyRecord, recovered: z.boolean() }),
  'prepare-backup': proposedKeyAct,
  'prepare-restore': proposedKeyAct,
  'prepare-destruction': proposedKeyAct,
  'back-up-key': z.strictObject({
    key: slug,
    /** Artifact: a conclave-sealed-key/v1. */
    sealed: digest,
    transportKey: digest,
    recovered: z.boolean(),
  }),
  'export-backup': z.strictObject({ fileName: z.string(), destination: z.string(), sealed: digest }),
  'restore-key': z.strictObject({ key: keyRecord, dossier: digest, sealed: digest, recovered: z.boolean() }),
  'destroy-key': z.strictObject({
    key: slug,
    tokenName: slug,
    spki: digest,
    /** Other objects that the token still has under the key's id, such as certificates. */
    remaining: z.number().int().nonnegative(),
    recovered: z.boolean(),
  }),
  'inspect-key': z.strictObject({ key: slug, dossier: digest, checks: z.array(check) }),
  'import-request': z.strictObject({
    fileName: z.string(),
    /** Artifact: the request exactly as it came. */
    request: digest,
    subject: z.string(),
    algorithm: keyAlgorithm,
    spki: digest,
  }),
  'preview-certificate': certificatePreview,
  revoke: proposedRevocations,
  'preview-crl': crlPreview,
  approve: z.strictObject({ items: z.array(approvalItem), approvers: z.array(slug).min(1) }),
  'issue-certificate': z.strictObject({
    certificate: digest,
    subject: z.string(),
    serial: hex,
    notBefore: instant,
    notAfter: instant,
    profile: slug,
    subjectKey: digest,
    signingKey: slug,
    recovered: z.boolean(),
  }),
  'issue-crl': z.strictObject({
    crl: digest,
    issuer: z.string(),
    signingKey: slug,
    number: z.number().int().positive(),
    thisUpdate: instant,
    nextUpdate: instant,
    entries: z.number().int().nonnegative(),
    recovered: z.boolean(),
  }),
  'prepare-reissue': proposedReissue,
  'reissue-many': z.strictObject({
    /** SHA-256 of the approved document. */
    reissue: digest,
    signingKey: slug,
    profile: slug,
    notBefore: instant,
    notAfter: instant,
    /** In the order of the list. */
    certificates: z.array(digest).min(1).max(MOST_AT_ONCE),
    recovered: z.boolean(),
  }),
  'verify-hierarchy': z.strictObject({ checks: z.array(check).min(1) }),
  freeze: proposedOrder,
  distrust: proposedOrder,
  'build-handoff': handoffDraft,
  'sign-handoff': z.strictObject({
    manifest: digest,
    signatures: z.array(z.strictObject({ signer: slug, p7s: digest })).min(1),
    recovered: z.boolean(),
  }),
  export: z.strictObject({
    folderName: z.string(),
    destination: z.string(),
    manifest: digest,
    tar: digest,
    checks: z.array(check).min(1),
  }),
  ...reportOutputs,
  'register-receiver': proposedChange,
  'remove-receiver': proposedChange,
  'enrol-person': proposedChange,
  'remove-person': proposedChange,
  'set-roles': proposedChange,
  'move-credential': proposedChange,
  'register-token': proposedChange,
  'import-policy': proposedChange,
  'apply-change': proposedChange,
  'prepare-custody': proposedCustody,
  ...evidenceOutputs,
  'split-pin': z.strictObject({ token: tokenRef, tokenName: slug, set: shareSet, recovered: z.boolean() }),
  ...incidentOutputs,
  ...inventoryOutputs,
  'sign-off': z.strictObject({
    checkpoint: z.strictObject({ size: z.number().int().positive(), root: digest }),
    agree: z.array(slug),
    disagree: z.array(slug),
  }),
} as const

export type StepKind = keyof typeof stepOutputs
export type StepOutput<K extends StepKind = StepKind> = z.infer<(typeof stepOutputs)[K]>
export const STEP_KINDS = Object.keys(stepOutputs) as StepKind[]
