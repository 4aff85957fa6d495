import { playbook, type Playbook } from '../../shared/procedure/definition.ts'
import { step } from './procedures.ts'

type Fields = Readonly<Record<string, unknown>>

/** Everything that a playbook says before its steps, as short as it can be. */
export const PARTS = {
  activation: ['A log shows a signature that nobody asked for.'],
  contacts: [{ id: 'lead', name: 'Incident lead', answers: 'the incident', reach: '+00 000' }],
  automation: ['The console signs nothing by itself.'],
  targets: Object.fromEntries(
    ['triage', 'revocation', 'replacement', 'review'].map((name) => [name, { within: '1h', step: 'sign-off' }]),
  ),
  notification: [{ audience: 'owners of services', method: 'mail' }],
  responsibilities: { responder: 'leads' },
  training: ['Once a year.'],
  test: { every: '365d', how: 'As a drill.' },
  improvement: ['Every review changes the file.'],
  severity: [{ level: 'sev-1', title: 'Grave', criterion: 'A key was used.', calls: ['lead'], within: '15m' }],
  clocks: [
    { id: 'decide', title: 'Decide', source: 'BR v2.2.6 §4.9.1.2', from: 'awareness', within: '7d', stop: 'sign-off' },
  ],
  drill: { scenario: 'An unknown serial is seen.', injects: [], expected: {} },
} as const

/** A decision between these options, by the responder. */
export function decision(id: string, options: readonly string[], more: Fields = {}): Fields {
  const each = options.map((option) => ({ id: option, title: option, means: `It is ${option}.` }))
  return step(id, 'decide', { question: `${id}?`, criteria: ['Look.'], options: each, by: 'responder', ...more })
}

/** The steps between an assembly and a sign-off, as a playbook. Throws where they do not fit the schema. */
export function playbookOf(steps: readonly Fields[], more: Fields = {}): Playbook {
  return playbook.parse({
    playbook: 'sample',
    version: 1,
    title: 'Sample',
    summary: 'A sample.',
    script: { roles: { responder: 1, officer: 1 } },
    inputs: {},
    acts: [{ title: 'All', steps: [step('assemble', 'assemble'), ...steps, step('sign-off', 'sign-off')] }],
    ...PARTS,
    ...more,
  })
}
