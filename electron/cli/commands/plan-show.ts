import { definitionDigest, procedureName } from '../../../shared/procedure/definition.ts'
import { planDigest } from '../../../shared/procedure/plan.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { isPractice } from '../../../shared/facility/state.ts'
import { readFacility } from '../../core/log/read-facility.ts'
import { type ScriptPlace, scriptPaper } from '../../core/paper/script.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { digestJson, rows } from '../format.ts'
import { writePaper } from '../paper-files.ts'
import { programLibrary } from '../places.ts'
import { readPlanDocument } from '../plan-document.ts'
import { scriptText } from '../script-text.ts'

export const planShow: Command = {
  name: 'plan show',
  takes: 'FILE',
  summary: 'The printable script of a plan or procedure, with its digest.',
  details: [
    'Items a to h of a key generation script (WebTrust for CAs, criterion 4.1): roles, approval, hardware, steps with lines to be read aloud and columns for initials and time, location, storage, sign-off, deviations.',
    'With --html it is one file for a browser to print on A4 or US Letter, with page numbers; with --facility the policy in force there, its digest and whose approval each step needs stand on it too.',
  ],
  examples: [
    'conclave plan show ceremonies/examples/create-root.plan.yaml | lp',
    'conclave plan show ceremonies/examples/create-root.plan.yaml --html script.html --facility practice-1/facility',
  ],
  options: {
    html: { type: 'string', value: 'FILE', help: 'Writes the script as HTML to a new file instead.' },
    facility: { type: 'string', value: 'DIR', help: 'With --html: the facility it is printed for. It is only read.' },
  },
  positionals: { min: 1, max: 1 },
  run: show,
}

function show(call: Call): Outcome {
  const [path = ''] = call.positionals
  const html = call.option('html')
  const facility = call.option('facility')
  if (html === undefined && facility !== undefined) throw new UsageError('--facility goes with --html.', planShow)
  const document = readPlanDocument(path, programLibrary())
  const { definition } = document
  const plan = document.kind === 'plan' ? document.plan : null
  if (html !== undefined) {
    const place = facility === undefined ? null : placeOf(readFacility(facility).state)
    const written = writePaper(html, scriptPaper(definition, plan, place))
    const digest = digestJson(plan === null ? definitionDigest(definition) : planDigest(plan))
    return {
      json: { title: plan?.title ?? definition.title, digest, ...written },
      text: rows([
        ['Script', written.path],
        ['SHA-256', written.sha256],
      ]),
    }
  }
  let number = 0
  const acts = definition.acts.map(({ title, steps }) => ({
    title,
    steps: steps.map((step) => ({ number: ++number, ...step })),
  }))
  return {
    json: {
      title: plan?.title ?? definition.title,
      procedure: procedureName(definition),
      version: definition.version,
      summary: definition.summary,
      digest: digestJson(plan === null ? definitionDigest(definition) : planDigest(plan)),
      inputs: plan?.inputs ?? null,
      script: definition.script,
      acts,
    },
    text: scriptText(definition, plan),
  }
}

function placeOf(state: FacilityState): ScriptPlace {
  const { name, origin } = state.founded
  return { name, origin, practice: isPractice(state), policy: state.policy }
}
