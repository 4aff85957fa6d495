import type { FoundingView } from '../../../shared/ipc/contract/founding.ts'
import type { Credential } from '../../../shared/people/person.ts'
import { APPROVAL_ACTIONS, type Policy, policyDigest, quorumWords } from '../../../shared/people/policy.ts'
import type { Founding } from '../founding/founding.ts'
import { viewDigest, viewPerson } from './pieces.ts'

/** A founding as the screen draws it, with what the modules show now. */
export async function viewFounding(founding: Founding): Promise<FoundingView> {
  const { name, origin, policy, people, tokens } = founding.draft
  const readings = await founding.read()
  return {
    path: founding.layout.root,
    name,
    origin,
    policy: policy && viewPolicy(policy),
    modules: readings.map(({ hsm, failure }) => ({ path: hsm.module.modulePath, reason: failure?.message ?? null })),
    tokens: readings.flatMap(({ hsm, slots }) =>
      slots.flatMap(({ token }) => {
        if (token === null || !token.initialized) return []
        const { label, serial, model, manufacturer } = token
        const taken = tokens.find((one) => one.token.label === label && one.token.serial === serial)
        return [{ module: hsm.module.modulePath, label, serial, model, manufacturer, name: taken?.name ?? null }]
      }),
    ),
    people: people.map((person) => ({
      person: viewPerson(person),
      credential: person.credentials.map(credentialWords).join(', '),
    })),
    problems: founding.problems(),
  }
}

function viewPolicy(policy: Policy): NonNullable<FoundingView['policy']> {
  return {
    title: policy.title,
    version: policy.version,
    digest: viewDigest(policyDigest(policy)),
    quorums: APPROVAL_ACTIONS.map((action) => `${action}: ${quorumWords(policy.quorums[action])}`),
  }
}

/** "key file in the facility", "card HSM-7, serial 4711". */
export function credentialWords(credential: Credential): string {
  if (credential.kind === 'card') return `card ${credential.token.label}, serial ${credential.token.serial}`
  return credential.place === 'facility' ? 'key file in the facility' : 'key file on own media'
}
