import type { PaperRequest, papersContract } from '../../../shared/ipc/contract/papers.ts'
import type { Handlers } from '../../../shared/ipc/operation.ts'
import { isPractice } from '../../../shared/facility/state.ts'
import type { Paper } from '../../../shared/paper/paper.ts'
import { pageEdges, renderPaper } from '../../../shared/paper/render.ts'
import type { Desk } from '../desk.ts'
import type { FacilityConsole } from '../console.ts'
import { reportPaper } from '../incident/report.ts'
import { attendancePaper } from '../paper/attendance.ts'
import { exceptionsPaper } from '../paper/exceptions.ts'
import { paperFonts } from '../paper/fonts.ts'
import { genesisPaper } from '../paper/genesis.ts'
import { recordPaper } from '../paper/record.ts'
import { type ScriptPlace, scriptPaper } from '../paper/script.ts'
import { sourceOf } from '../paper/source.ts'
import { findProcedure } from '../procedure/library.ts'
import { makePlan } from '../procedure/make-plan.ts'

export function paperHandlers(desk: Desk): Handlers<typeof papersContract> {
  return {
    'paper.make': ({ paper: request, edges }) => {
      const paper = makePaper(desk.session, request)
      return {
        html: renderPaper(paper, { fonts: paperFonts(), edges }),
        edges: pageEdges(paper),
        fileName: paper.fileName,
      }
    },
  }
}

/** Throws run-not-found, plan-invalid, facility-verifying, and invalid-request for exception sheets of a run without any. */
function makePaper(session: FacilityConsole, request: PaperRequest): Paper {
  const { facility, engine, library } = session
  switch (request.paper) {
    case 'script': {
      const definition = findProcedure(library, request.procedure)
      return scriptPaper(definition, makePlan(library, definition, request.title, request.inputs), placeOf(session))
    }
    case 'procedure':
      return scriptPaper(findProcedure(library, request.procedure), null, placeOf(session))
    case 'plan': {
      const { plan } = engine.run(request.run)
      return scriptPaper(plan.definition, plan, placeOf(session))
    }
    case 'record':
      return recordPaper(sourceOf(facility), engine.run(request.run))
    case 'attendance':
      return attendancePaper(sourceOf(facility), engine.run(request.run))
    case 'exceptions':
      return exceptionsPaper(sourceOf(facility), engine.run(request.run))
    case 'incident-report':
      return reportPaper(sourceOf(facility), engine.run(request.run))
    case 'genesis':
      return genesisPaper(sourceOf(facility))
  }
}

function placeOf({ facility }: FacilityConsole): ScriptPlace {
  const { state } = facility
  const { name, origin } = state.founded
  return { name, origin, practice: isPractice(state), policy: state.policy }
}
