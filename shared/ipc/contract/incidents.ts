import { digest, instant, role, runId, slug } from '../../ids.ts'
import { actionId } from '../../incident/actions.ts'
import { compromiseClass } from '../../incident/classification.ts'
import { findingKind, severity } from '../../inventory/finding.ts'
import { spokenText } from '../../spoken-text.ts'
import { z } from '../../zod.ts'
import { operation } from '../operation.ts'
import { actionView } from './incident-steps.ts'
import { impactResult } from './inventory-steps.ts'
import { inputView } from './runs.ts'
import { signing } from './signing.ts'
import { digestView, personView, tone } from './views.ts'

/** How long something may take, and how it is said: "2 hours". */
const span = z.object({ seconds: z.number().int(), words: z.string() })

export const clockView = z.object({
  id: slug,
  title: z.string(),
  source: z.string(),
  /** waiting: not begun; late: running past its end; missed: stopped too late; not-needed: its branch was not taken. */
  status: z.enum(['waiting', 'running', 'late', 'met', 'missed', 'not-needed']),
  startedAt: instant.nullable(),
  dueAt: instant.nullable(),
  stoppedAt: instant.nullable(),
  /** Share of the time that is over; more than 1 when it is late. */
  elapsed: z.number().nullable(),
  /** "when somebody first knew", or the step. */
  startsWhen: z.string(),
  stopsWhen: z.string(),
})
export type ClockView = z.infer<typeof clockView>

const contactView = z.object({ id: slug, name: z.string(), answers: z.string(), reach: z.string() })
const severityView = z.object({
  level: slug,
  title: z.string(),
  criterion: z.string(),
  calls: z.array(contactView),
  within: span,
})

/** A playbook of the library, to choose one from "what happened?". */
export const playbookView = z.object({
  procedure: slug,
  version: z.number().int(),
  title: z.string(),
  summary: z.string(),
  digest: digestView,
  roles: z.array(z.object({ role, count: z.number().int() })),
  activation: z.array(z.string()),
  severity: z.array(severityView),
  contacts: z.array(contactView),
  clocks: z.array(z.object({ title: z.string(), source: z.string(), within: span, startsWhen: z.string() })),
  acts: z.array(z.object({ title: z.string(), target: span.nullable(), steps: z.array(z.string()) })),
  /** The rest of the nine items of BR 5.7.1.2. */
  automation: z.array(z.string()),
  targets: z.array(z.object({ title: z.string(), within: span, step: z.string() })),
  notification: z.array(z.object({ audience: z.string(), method: z.string() })),
  responsibilities: z.array(z.object({ role, does: z.string() })),
  training: z.array(z.string()),
  improvement: z.array(z.string()),
  inputs: z.array(inputView),
  scenario: z.string(),
  injects: z.array(z.object({ step: z.string(), says: z.string() })),
  /** How often it is to be drilled; when it was; whether that is too long ago. */
  test: z.object({
    every: span,
    how: z.string(),
    last: instant.nullable(),
    dueAt: instant.nullable(),
    late: z.boolean(),
  }),
  drills: z.number().int(),
  incidents: z.number().int(),
  /** Why it cannot be started now, in words; null when it can. */
  locked: z.string().nullable(),
})
export type PlaybookView = z.infer<typeof playbookView>

export const incidentSummary = z.object({
  run: runId,
  title: z.string(),
  procedure: slug,
  playbook: z.string(),
  drill: z.boolean(),
  status: z.enum(['open', 'closed', 'aborted']),
  awareAt: instant,
  openedAt: instant,
  closedAt: instant.nullable(),
  class: compromiseClass.nullable(),
  lead: personView,
  done: z.number().int(),
  total: z.number().int(),
  /** The current step; null when all are done. */
  next: z.object({ id: slug, number: z.number().int(), title: z.string() }).nullable(),
  /** The clock that is due next, or that is late; null where none runs. */
  clock: clockView.nullable(),
  late: z.number().int(),
})
export type IncidentSummary = z.infer<typeof incidentSummary>

const decidedView = z.object({
  step: slug,
  number: z.number().int(),
  question: z.string(),
  choice: z.string(),
  title: z.string(),
  reason: z.string(),
  by: z.string(),
  confirmedBy: z.string().nullable(),
  at: instant,
})

const timelineView = z.object({
  index: z.number().int(),
  at: instant,
  strong: z.string(),
  text: z.string(),
  label: z.string(),
  tone,
  /** The run whose entry it is: the playbook, or a ceremony for it. */
  run: runId,
})

export const incidentView = incidentSummary.extend({
  digest: digestView,
  version: z.number().int(),
  clocks: z.array(clockView),
  severity: z.array(severityView),
  decisions: z.array(decidedView),
  /** Steps that are passed over, and because of which decision. */
  skipped: z.array(z.object({ id: slug, number: z.number().int(), title: z.string(), because: z.string() })),
  ceremonies: z.array(
    z.object({
      run: runId,
      procedure: slug,
      title: z.string(),
      status: z.enum(['open', 'closed', 'aborted']),
      openedAt: instant,
      closedAt: instant.nullable(),
    }),
  ),
  /** What was sent, and what will be. */
  messages: z.array(
    z.object({
      step: slug,
      number: z.number().int(),
      audience: z.string(),
      channel: z.string(),
      sentAt: instant.nullable(),
      dueAt: instant.nullable(),
      edited: z.boolean(),
    }),
  ),
  /** Whether the evidence is sealed, and by which step; null where the playbook asks for no seal. */
  evidence: z.object({ sealed: z.boolean(), step: slug, number: z.number().int(), title: z.string() }).nullable(),
  /** What is played next, for whoever leads a drill; empty in an incident. */
  injects: z.array(z.object({ step: slug, says: z.string(), current: z.boolean() })),
  scenario: z.string().nullable(),
  /** Files that were changed since it was opened, and with what it goes on; empty while all are the same. */
  changedFiles: z.array(z.string()),
  timeline: z.array(timelineView),
})
export type IncidentView = z.infer<typeof incidentView>

const verdict = z.enum(['met', 'missed', 'open', 'not-needed'])
/** Milliseconds. `took` null: not reached. */
const timedView = z.object({
  id: z.string(),
  title: z.string(),
  allowed: z.number(),
  took: z.number().nullable(),
  verdict,
})

export const scoreView = z.object({
  run: runId,
  recovery: timedView,
  targets: z.array(timedView),
  clocks: z.array(timedView.extend({ source: z.string() })),
  acts: z.array(timedView),
  decisions: z.array(
    z.object({
      step: slug,
      title: z.string(),
      expected: z.string(),
      chosen: z.string().nullable(),
      verdict,
    }),
  ),
  met: z.number().int(),
  of: z.number().int(),
})
export type ScoreView = z.infer<typeof scoreView>

/** A drill that was played to its end. Milliseconds. */
export const trendPoint = z.object({
  run: runId,
  title: z.string(),
  version: z.number().int(),
  at: instant,
  recovery: z.number().nullable(),
  target: z.number(),
  met: z.number().int(),
  of: z.number().int(),
})
export type TrendPointView = z.infer<typeof trendPoint>

export const incidentsContract = {
  'incidents.list': operation(
    z.strictObject({}),
    z.object({
      playbooks: z.array(playbookView),
      /** Open ones first, then the newest. */
      incidents: z.array(incidentSummary),
      /** What reviews promised: open ones first, the soonest due before the others. */
      actions: z.array(actionView),
    }),
  ),
  /** Opens a playbook, for real or as a drill. `plan` is the digest that `plan.preview` showed. */
  'incident.start': operation(
    z.strictObject({
      procedure: slug,
      title: spokenText(80),
      inputs: z.record(slug, z.string()),
      plan: digest,
      drill: z.boolean(),
      /** When somebody first knew; clocks run from here. */
      awareAt: instant,
      ...signing,
    }),
    z.object({ run: runId }),
    { secret: true },
  ),
  'incident.read': operation(z.strictObject({ run: runId }), z.object({ incident: incidentView })),
  /** What was counted in it: what hangs on a key, and what no record explains. The newest first. */
  'incident.impact': operation(
    z.strictObject({ run: runId }),
    z.object({
      impacts: z.array(z.object({ step: slug, number: z.number().int(), title: z.string(), result: impactResult })),
      /** Findings of inventories that were compared, by kind. */
      compared: z.array(
        z.object({
          step: slug,
          number: z.number().int(),
          title: z.string(),
          counts: z.array(z.object({ kind: findingKind, severity, count: z.number().int() })),
        }),
      ),
    }),
  ),
  /** How it went, and how earlier drills of the same playbook went, the oldest first. */
  'incident.score': operation(
    z.strictObject({ run: runId }),
    z.object({ score: scoreView, trend: z.array(trendPoint) }),
  ),
  'incident.drills': operation(z.strictObject({ procedure: slug }), z.object({ trend: z.array(trendPoint) })),
  /** The CCADB report as it would be written now: Markdown. */
  'incident.report': operation(
    z.strictObject({ run: runId }),
    z.object({ markdown: z.string(), fileName: z.string(), open: z.array(z.string()) }),
  ),
  /** Writes it to a new file. */
  'incident.save-report': operation(
    z.strictObject({ run: runId, path: z.string().min(1).max(4096) }),
    z.object({ path: z.string(), sha256: digest, size: z.number().int() }),
  ),
  /** Somebody says that what a review promised is done, or why it is dropped. */
  'action.close': operation(
    z.strictObject({ action: actionId, note: spokenText(500), ...signing }),
    z.object({ actions: z.array(actionView) }),
    { secret: true },
  ),
} as const
