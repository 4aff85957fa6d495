import { slug } from '../ids.ts'
import { keyAlgorithm } from '../pki/algorithms.ts'
import { approvalAction } from '../people/policy.ts'
import { z } from '../zod.ts'
import { custodySteps } from './custody-steps.ts'
import { handoffSteps } from './handoff-steps.ts'
import type { StepKind } from './outputs.ts'
import { incidentSteps } from './incident-steps.ts'
import { evidenceSteps } from './evidence-steps.ts'
import { inventorySteps } from './inventory-steps.ts'
import { reissueSteps } from './reissue-steps.ts'
import { roomSteps } from './room-steps.ts'
import { common, reference, value } from './step-fields.ts'

/** The named output that a step of this kind offers to later steps; null where it offers none. */
export const OUTPUT_OF: Readonly<Record<StepKind, string | null>> = {
  assemble: null,
  confirm: null,
  'check-clock': null,
  'check-air-gap': null,
  'inspect-media': null,
  'inspect-token': null,
  'record-bag': null,
  'read-back': null,
  'hand-over': null,
  'open-token': null,
  'close-token': null,
  'generate-key': 'key',
  'inspect-key': null,
  'generate-transport-key': 'transport-key',
  'prepare-backup': 'key-act',
  'prepare-restore': 'key-act',
  'prepare-destruction': 'key-act',
  'back-up-key': 'backup',
  'export-backup': null,
  'restore-key': 'key',
  'destroy-key': null,
  'import-request': 'request',
  'preview-certificate': 'preview',
  revoke: 'revocations',
  'preview-crl': 'preview',
  approve: 'approval',
  'issue-certificate': 'certificate',
  'issue-crl': 'crl',
  'prepare-reissue': 'reissue',
  'reissue-many': null,
  'verify-hierarchy': null,
  freeze: 'orders',
  distrust: 'orders',
  'build-handoff': 'handoff',
  'sign-handoff': 'signatures',
  export: null,
  'await-receipt': 'receipt',
  'import-status': 'status',
  'register-receiver': 'change',
  'remove-receiver': 'change',
  'enrol-person': 'change',
  'remove-person': 'change',
  'set-roles': 'change',
  'move-credential': 'change',
  'register-token': 'change',
  'import-policy': 'change',
  'apply-change': null,
  'prepare-custody': 'key-act',
  'split-pin': null,
  decide: 'decision',
  classify: 'class',
  'import-inventory': 'inventory',
  'compute-impact': 'impact',
  'reconcile-inventory': 'findings',
  'collect-evidence': 'collection',
  'import-recipients': 'recipients',
  'seal-evidence': 'evidence',
  notify: null,
  'run-ceremony': 'ceremony',
  review: null,
  'sign-off': null,
}

/**
 * In which procedures a kind can stand. What touches a key, a token, a medium that leaves, the people or the policy stands in ceremonies
 * only, so that a playbook can be played as a drill without any effect.
 */
export const PART_OF: Readonly<Record<StepKind, 'both' | 'ceremony' | 'playbook'>> = {
  assemble: 'both',
  confirm: 'both',
  'check-clock': 'both',
  'check-air-gap': 'both',
  'inspect-media': 'both',
  'inspect-token': 'both',
  'record-bag': 'ceremony',
  'read-back': 'both',
  'hand-over': 'both',
  'open-token': 'ceremony',
  'close-token': 'ceremony',
  'generate-key': 'ceremony',
  'inspect-key': 'ceremony',
  'generate-transport-key': 'ceremony',
  'prepare-backup': 'ceremony',
  'prepare-restore': 'ceremony',
  'prepare-destruction': 'ceremony',
  'back-up-key': 'ceremony',
  'export-backup': 'ceremony',
  'restore-key': 'ceremony',
  'destroy-key': 'ceremony',
  'import-request': 'ceremony',
  'preview-certificate': 'ceremony',
  revoke: 'ceremony',
  'preview-crl': 'ceremony',
  approve: 'both',
  'issue-certificate': 'ceremony',
  'issue-crl': 'ceremony',
  'prepare-reissue': 'ceremony',
  'reissue-many': 'ceremony',
  'verify-hierarchy': 'ceremony',
  freeze: 'ceremony',
  distrust: 'ceremony',
  'build-handoff': 'ceremony',
  'sign-handoff': 'ceremony',
  export: 'ceremony',
  'await-receipt': 'both',
  'import-status': 'both',
  'register-receiver': 'ceremony',
  'remove-receiver': 'ceremony',
  'enrol-person': 'ceremony',
  'remove-person': 'ceremony',
  'set-roles': 'ceremony',
  'move-credential': 'ceremony',
  'register-token': 'ceremony',
  'import-policy': 'ceremony',
  'apply-change': 'ceremony',
  'prepare-custody': 'ceremony',
  'split-pin': 'ceremony',
  decide: 'playbook',
  classify: 'playbook',
  'import-inventory': 'both',
  'compute-impact': 'both',
  'reconcile-inventory': 'both',
  'collect-evidence': 'both',
  'import-recipients': 'both',
  'seal-evidence': 'both',
  notify: 'playbook',
  'run-ceremony': 'playbook',
  review: 'playbook',
  'sign-off': 'both',
}

/** Steps whose effect cannot be taken back: intent before, outcome after. */
export const EFFECT_KINDS: ReadonlySet<StepKind> = new Set([
  'generate-key',
  'issue-certificate',
  'issue-crl',
  'reissue-many',
  'sign-handoff',
  'generate-transport-key',
  'back-up-key',
  'restore-key',
  'destroy-key',
  'split-pin',
])

const subject = z.strictObject({ country: value.optional(), organization: value.optional(), 'common-name': value })

const steps = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('assemble') }),
  z.strictObject({
    ...common,
    kind: z.literal('confirm'),
    statement: z.string().min(1).max(600),
    shows: reference('request', 'certificate').optional(),
  }),
  z.strictObject({ ...common, kind: z.literal('open-token'), token: value }),
  z.strictObject({ ...common, kind: z.literal('close-token'), token: value }),
  z.strictObject({
    ...common,
    kind: z.literal('generate-key'),
    token: value,
    name: value,
    algorithm: keyAlgorithm,
    /** "wrap": the key can be backed up to another token, so it is extractable under a wrapping key. Else "none". */
    backup: z
      .string()
      .regex(/^(none|wrap|inputs\..+)$/, 'write none or wrap, or an input')
      .meta({ input: true })
      .optional(),
  }),
  z.strictObject({ ...common, kind: z.literal('inspect-key'), key: reference('key') }),
  /** A key pair on the token that is to hold a copy: backups are sealed for it. */
  z.strictObject({ ...common, kind: z.literal('generate-transport-key'), token: value, name: value }),
  z.strictObject({
    ...common,
    kind: z.literal('prepare-backup'),
    key: value,
    token: value,
    'transport-key': reference('transport-key'),
  }),
  /** Takes the file of a backup that was made here. */
  z.strictObject({ ...common, kind: z.literal('prepare-restore'), key: value, token: value }),
  z.strictObject({ ...common, kind: z.literal('prepare-destruction'), key: value, token: value, reason: value }),
  z.strictObject({
    ...common,
    kind: z.literal('back-up-key'),
    act: reference('key-act'),
    approval: reference('approval'),
  }),
  z.strictObject({ ...common, kind: z.literal('export-backup'), backup: reference('backup') }),
  z.strictObject({
    ...common,
    kind: z.literal('restore-key'),
    act: reference('key-act'),
    approval: reference('approval'),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('destroy-key'),
    act: reference('key-act'),
    approval: reference('approval'),
  }),
  z.strictObject({ ...common, kind: z.literal('import-request') }),
  z.strictObject({
    ...common,
    kind: z.literal('preview-certificate'),
    profile: slug,
    subject,
    'subject-key': reference('key', 'request'),
    /** "self", or the name of a CA key of this facility. */
    issuer: value,
    token: value,
  }),
  /** Writes down which certificates are to be revoked; a preview of a CRL takes it. */
  z.strictObject({
    ...common,
    kind: z.literal('revoke'),
    issuer: value,
    /** Each by its name as in hand-offs, or by its SHA-256. Left out: a list is brought in as a file. */
    certificates: z.array(value).min(1).max(20).optional(),
    /** A reason of RFC 5280 §5.3.1, and since when it is so ("now", or a time); a list may say it row by row. */
    reason: value,
    since: value,
    'invalid-since': value.optional(),
    why: value,
    /** Why a list may have serial numbers that nothing issued here has. Left out: it may not. */
    'not-issued-here': value.optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('preview-crl'),
    issuer: value,
    token: value,
    revocations: reference('revocations').optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('approve'),
    action: approvalAction,
    over: z.array(reference('preview', 'handoff', 'orders', 'change', 'key-act', 'revocations', 'reissue')).min(1),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('issue-certificate'),
    preview: reference('preview'),
    approval: reference('approval'),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('issue-crl'),
    preview: reference('preview'),
    approval: reference('approval'),
  }),
  ...reissueSteps,
  z.strictObject({ ...common, kind: z.literal('verify-hierarchy') }),
  ...handoffSteps,
  /** A new person makes their credential at the console; `role` is a role or an input of that kind. */
  z.strictObject({ ...common, kind: z.literal('enrol-person'), name: value, role: value }),
  z.strictObject({ ...common, kind: z.literal('remove-person'), person: value, reason: value }),
  z.strictObject({ ...common, kind: z.literal('set-roles'), person: value, roles: z.array(value).min(1).max(5) }),
  /** The person makes a new credential; all their others are revoked. */
  z.strictObject({ ...common, kind: z.literal('move-credential'), person: value }),
  /** A token in the room gets the name by which plans call it. */
  z.strictObject({ ...common, kind: z.literal('register-token'), name: value }),
  z.strictObject({ ...common, kind: z.literal('import-policy') }),
  z.strictObject({
    ...common,
    kind: z.literal('apply-change'),
    change: reference('change'),
    approval: reference('approval'),
  }),
  ...roomSteps,
  ...custodySteps,
  ...incidentSteps,
  ...inventorySteps,
  ...evidenceSteps,
  z.strictObject({ ...common, kind: z.literal('sign-off') }),
])

export type Step = z.infer<typeof steps>
/** Named, so that no declaration spells the union out again. */
export const step: z.ZodType<Step> = steps
export type StepOf<K extends StepKind> = Extract<Step, { kind: K }>
