import { definitionDigest } from '../../../shared/procedure/definition.ts'
import { planDigest } from '../../../shared/procedure/plan.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { digestJson } from '../format.ts'
import { programLibrary } from '../places.ts'
import { readPlanDocument } from '../plan-document.ts'
import { scriptText } from '../script-text.ts'

export const planShow: Command = {
  name: 'plan show',
  takes: 'FILE',
  summary: 'The printable script of a plan or procedure, with its digest.',
  details: [
    'Items a to h of a key generation script (WebTrust for CAs, criterion 4.1): roles, approval, hardware, steps with lines to be read aloud and columns for initials and time, location, storage, sign-off, deviations.',
  ],
  examples: ['conclave plan show ceremonies/examples/create-root.plan.yaml | lp'],
  options: {},
  positionals: { min: 1, max: 1 },
  run: show,
}

function show({ positionals: [path = ''] }: Call): Outcome {
  const document = readPlanDocument(path, programLibrary())
  const { definition } = document
  const plan = document.kind === 'plan' ? document.plan : null
  let number = 0
  const acts = definition.acts.map(({ title, steps }) => ({
    title,
    steps: steps.map((step) => ({ number: ++number, ...step })),
  }))
  return {
    json: {
      title: plan?.title ?? definition.title,
      procedure: definition.ceremony,
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
