import { resolve } from 'node:path'
import { utf8ToBytes, sha256Hex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { openFields } from '../../../shared/incident/report-document.ts'
import { scoreOf, trendOf } from '../../../shared/incident/score.ts'
import type { incidentsContract } from '../../../shared/ipc/contract/incidents.ts'
import type { Handlers } from '../../../shared/ipc/operation.ts'
import { isPlaybook } from '../../../shared/procedure/definition.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { Desk } from '../desk.ts'
import { writeNewFile } from '../files/host-files.ts'
import { reportFileName, reportMarkdown, reportOf } from '../incident/report.ts'
import { sourceOf } from '../paper/source.ts'
import { findProcedure } from '../procedure/library.ts'
import { makePlan } from '../procedure/make-plan.ts'
import { nowOf, viewActions, viewIncident, viewIncidents } from '../views/incidents.ts'
import { viewIncidentImpact } from '../views/incident-impact.ts'
import { viewPlaybooks } from '../views/playbooks.ts'
import { assertFits, assertReviewed } from './reviewed-plan.ts'

export function incidentHandlers(desk: Desk): Handlers<typeof incidentsContract> {
  return {
    'incidents.list': () => ({
      playbooks: viewPlaybooks(desk.session),
      incidents: viewIncidents(desk.session),
      actions: viewActions(desk.session),
    }),
    'incident.start': async ({ procedure, title, inputs, plan: reviewed, drill, awareAt, ...hand }) => {
      const { engine, library, facility } = desk.session
      const plan = makePlan(library, findProcedure(library, procedure), title, inputs)
      assertReviewed(plan, reviewed)
      assertFits(facility.state, plan)
      const { id } = await engine.start(plan, hand, { drill, awareAt })
      return { run: id }
    },
    'incident.read': ({ run }) => ({ incident: viewIncident(desk.session, findIncident(desk, run)) }),
    'incident.impact': ({ run }) => viewIncidentImpact(desk.session, findIncident(desk, run)),
    'incident.score': ({ run }) => scoreAndTrend(desk, findIncident(desk, run)),
    'incident.drills': ({ procedure }) => ({ trend: trendOf(desk.session.facility.state.runs.values(), procedure) }),
    'incident.report': ({ run: id }) => {
      const { run, source, now } = reportPlace(desk, id)
      return {
        markdown: reportMarkdown(source, run, now),
        fileName: `${reportFileName(source, run)}.md`,
        open: openFields(reportOf(source, run, now)),
      }
    },
    'incident.save-report': ({ run: id, path }) => {
      const { run, source, now } = reportPlace(desk, id)
      const bytes = utf8ToBytes(reportMarkdown(source, run, now))
      writeNewFile(resolve(path), bytes)
      return { path: resolve(path), sha256: sha256Hex(bytes), size: bytes.length }
    },
    'action.close': async ({ action, note, ...hand }) => {
      await desk.session.engine.incidents.closeAction(action, hand, note)
      return { actions: viewActions(desk.session) }
    },
  }
}

/** Throws run-not-found, also for a ceremony. */
function findIncident(desk: Desk, id: string): RunState {
  const run = desk.session.engine.run(id)
  if (isPlaybook(run.plan.definition)) return run
  throw fail('run-not-found', `${id} is a ceremony, not an incident.`)
}

function scoreAndTrend({ session }: Desk, run: RunState) {
  const { state, clock } = session.facility
  const score = scoreOf(run, nowOf(run, clock.now()))
  if (score === null || !isPlaybook(run.plan.definition)) throw fail('run-not-found', `${run.id} has no score.`)
  return { score, trend: trendOf(state.runs.values(), run.plan.definition.playbook) }
}

function reportPlace(desk: Desk, id: string) {
  const { facility } = desk.session
  const run = findIncident(desk, id)
  return { run, source: sourceOf(facility), now: nowOf(run, facility.clock.now()) }
}
