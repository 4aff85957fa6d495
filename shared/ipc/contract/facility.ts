import { digest, instant, role, slug } from '../../ids.ts'
import { z } from '../../zod.ts'
import { consoleLockView } from './console.ts'
import { failureSchema, operation } from '../operation.ts'
import { credentialView, digestView, personView, sentenceView, tone } from './views.ts'
import { spokenText } from '../../spoken-text.ts'

/** A cell of the annunciator bar: what is true, read from the system or the log. `evidence` is shown when it is opened. */
export const cell = z.object({
  id: z.enum(['air-gap', 'clock', 'hsms', 'room', 'log', 'reading']),
  label: z.string(),
  state: z.string(),
  tone,
  evidence: z.array(z.string()),
})
export type Cell = z.infer<typeof cell>

/** Null facility: none is open. */
export const facilityView = z.object({
  path: z.string(),
  name: z.string(),
  practice: z.boolean(),
  origin: z.string(),
  size: z.number().int(),
  /** A copy that is open to be read: nothing of it can be changed, and no HSM is asked. */
  readOnly: z.boolean(),
  policy: z.object({ title: z.string(), version: z.number().int(), digest: digestView }),
  /** With what they sign now; nothing for somebody who was removed. */
  people: z.array(personView.extend({ credentials: z.array(credentialView) })),
  cells: z.array(cell),
  openRun: z.object({ run: z.string(), title: z.string(), kind: z.enum(['ceremony', 'playbook']) }).nullable(),
  /** Incidents and drills that are open, incidents first, the oldest first. */
  incidents: z.array(
    z.object({
      run: z.string(),
      /** "Incident 7", "Drill 3" */
      name: z.string(),
      title: z.string(),
      drill: z.boolean(),
      /** When somebody first knew. */
      since: instant,
    }),
  ),
  /** While it is locked, nothing else of the facility is told. */
  lock: consoleLockView.nullable(),
  /** Practice only: the passphrases and the PIN, so that anybody can rehearse. Never filled in production. */
  practiceSecrets: z.object({ pin: z.string(), passphrases: z.record(slug, z.string()) }).nullable(),
})
export type FacilityView = z.infer<typeof facilityView>

export const authorityView = z.object({
  key: slug,
  name: z.string(),
  kind: z.enum(['root', 'issuing', 'handoff-signer']),
  /** Name of the issuing authority in this list; null for a self-signed one. */
  issuer: z.string().nullable(),
  notBefore: instant,
  notAfter: instant,
  state: z.string(),
  tone,
  certificate: digest,
  nextCrl: instant.nullable(),
})
export type AuthorityView = z.infer<typeof authorityView>

export const overview = z.object({
  /** The one sentence: what is true now, and what it rests on. */
  headline: z.string(),
  sentence: z.string(),
  now: instant,
  room: z.object({
    ready: z.number().int(),
    total: z.number().int(),
    rows: z.array(z.object({ name: z.string(), text: z.string(), value: z.string(), tone })),
  }),
  /** Everybody who is enrolled. `run` and `since`: the open run that named who is present; null when none did. */
  people: z.object({
    run: z.string().nullable(),
    since: instant.nullable(),
    seats: z.array(z.object({ person: personView, role, present: z.boolean() })),
  }),
  authorities: z.array(authorityView),
  due: z.array(z.object({ date: z.string(), what: z.string(), when: z.string(), tone })),
  dueTotal: z.number().int(),
  handoff: z
    .object({
      domain: slug,
      sequence: z.number().int(),
      manifest: digestView,
      rows: z.array(z.object({ text: z.string(), time: z.string(), tone })),
    })
    .nullable(),
  recent: z.array(sentenceView),
})
export type Overview = z.infer<typeof overview>

const nothing = z.strictObject({})

export const facilityContract = {
  /** `failure`: why the facility that was asked for at the start could not be opened. */
  'facility.state': operation(
    nothing,
    z.object({ facility: facilityView.nullable(), failure: failureSchema.nullable() }),
  ),
  /** Founds a practice facility with its practice HSM in a new folder below `parent`. Takes seconds; sends `progress`. */
  'facility.create-practice': operation(
    z.strictObject({
      parent: z.string().min(1),
      name: spokenText(80),
      /** Like the facility that is open: its policy, the names of its tokens, its people. For rehearsals of its plans. */
      rehearses: z.boolean().default(false),
    }),
    z.object({ facility: facilityView }),
  ),
  'facility.open': operation(z.strictObject({ path: z.string().min(1) }), z.object({ facility: facilityView })),
  /**
   * A copy to be read only, as an auditor does: no entry is written, no key and no module of it is touched, and until it is
   * closed there is nothing but `readingContract`. A long copy without a saved state is verified first; sends `progress`.
   */
  'facility.open-read-only': operation(
    z.strictObject({ path: z.string().min(1) }),
    z.object({ facility: facilityView }),
  ),
  'facility.close': operation(nothing, nothing),
  /** Where a practice facility goes unless somebody says otherwise. */
  'facility.suggest-parent': operation(nothing, z.object({ parent: z.string() })),
  'overview.read': operation(nothing, overview),
} as const

/** Events of this area. `facility.changed`: the log grew or an HSM changed; read again what you show. */
export const facilityEvents = {
  'facility.changed': z.object({ size: z.number().int() }),
  progress: z.object({ text: z.string(), done: z.number().int(), total: z.number().int() }),
} as const
