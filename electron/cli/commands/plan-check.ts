import { definitionDigest, stepsOf } from '../../../shared/procedure/definition.ts'
import { planDigest } from '../../../shared/procedure/plan.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { digestJson, digestText } from '../format.ts'
import { programLibrary } from '../places.ts'
import { readPlanDocument } from '../plan-document.ts'

export const planCheck: Command = {
  name: 'plan check',
  takes: 'FILE',
  summary: 'All problems of a plan or procedure file, with line and column.',
  details: [
    'A plan file names a procedure and fills its inputs in; a procedure file is a ceremony in YAML. Unknown and duplicate keys, aliases, anchors, wrong types, missing inputs and references that lead nowhere are all reported at once, as file:line:column: message.',
  ],
  examples: ['conclave plan check ceremonies/examples/create-root.plan.yaml'],
  options: {},
  positionals: { min: 1, max: 1 },
  run: check,
}

function check({ positionals: [path = ''] }: Call): Outcome {
  const document = readPlanDocument(path, programLibrary())
  const steps = stepsOf(document.definition).length
  if (document.kind === 'procedure') {
    const { ceremony, version } = document.definition
    const digest = definitionDigest(document.definition)
    return {
      json: {
        ok: true,
        kind: 'procedure',
        file: path,
        procedure: ceremony,
        version,
        steps,
        digest: digestJson(digest),
        problems: [],
      },
      text: `${path}: no problems. Procedure ${ceremony}, version ${String(version)}, ${String(steps)} steps.\n${digestText(digest, '  ')}`,
    }
  }
  const digest = planDigest(document.plan)
  return {
    json: {
      ok: true,
      kind: 'plan',
      file: path,
      title: document.plan.title,
      procedure: document.file.procedure,
      steps,
      digest: digestJson(digest),
      problems: [],
    },
    text: `${path}: no problems. Plan "${document.plan.title}", ${String(steps)} steps.\n${digestText(digest, '  ')}`,
  }
}
