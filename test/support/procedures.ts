import { definition, type Definition } from '../../shared/procedure/definition.ts'
import type { Step } from '../../shared/procedure/step-kinds.ts'

type Fields = Readonly<Record<string, unknown>>

/** A step of `kind` called `id`; its title is its id. */
export function step(id: string, kind: Step['kind'], fields: Fields = {}): Fields {
  return { id, kind, title: id, ...fields }
}

const assemble = step('assemble', 'assemble')
const signOff = step('sign-off', 'sign-off')

/** The steps between an assembly and a sign-off, in one act. Throws where they do not fit the schema. */
export function procedureOf(steps: readonly Fields[], inputs: Fields = {}): Definition {
  return bareProcedure([assemble, ...steps, signOff], inputs)
}

export function bareProcedure(steps: readonly Fields[], inputs: Fields = {}): Definition {
  return definition.parse({
    ceremony: 'sample',
    version: 1,
    title: 'Sample',
    summary: 'A sample.',
    script: { roles: { officer: 2 }, hardware: ['one HSM'], location: 'here', storage: 'there' },
    inputs,
    acts: [{ title: 'All', steps }],
  })
}

export const tokenInput = { token: { kind: 'token', label: 'Token' } }

/** Generates a key, previews its certificate, has it approved and issues it: what most rules are about. */
export const issueSteps = {
  key: step('root', 'generate-key', { token: 'inputs.token', name: 'root-key', algorithm: 'ec-p384' }),
  preview: step('draft', 'preview-certificate', {
    profile: 'fleet-root',
    subject: { 'common-name': 'Root' },
    'subject-key': 'root.key',
    issuer: 'self',
    token: 'inputs.token',
  }),
  approve: step('agree', 'approve', { action: 'sign-certificate', over: ['draft.preview'] }),
  issue: step('issue', 'issue-certificate', { preview: 'draft.preview', approval: 'agree.approval' }),
} as const

export function issueProcedure(): Definition {
  return procedureOf(Object.values(issueSteps), tokenInput)
}
