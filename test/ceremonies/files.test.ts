import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPlanFile } from '../../electron/cli/plan-document.ts'
import { parseAnswers } from '../../electron/core/headless/answers-file.ts'
import { PRACTICE_CAST } from '../../electron/core/practice/cast.ts'
import { assertPlan, makePlan } from '../../electron/core/procedure/make-plan.ts'
import { definitionDigest, isPlaybook, procedureName, stepsOf } from '../../shared/procedure/definition.ts'
import { planDigest, profilesOf } from '../../shared/procedure/plan.ts'
import { policyDigest } from '../../shared/people/policy.ts'
import { EFFECT_KINDS } from '../../shared/procedure/step-kinds.ts'
import { issuePlan, rootPlan } from '../support/ceremony-run.ts'
import { CEREMONIES, library } from '../support/test-facility.ts'

function namesIn(folder: string, suffix: string): string[] {
  const files = readdirSync(join(CEREMONIES, folder)).filter((file) => file.endsWith(suffix))
  return files.map((file) => basename(file, suffix)).toSorted()
}

/**
 * Digests that people approve. A change of a file changes its digest: raise the version in the file, and rehearse it, before
 * the new one is put here.
 */
const DIGESTS = {
  'back-up-key/2': 'ad21f4345b85aacb3db01c153e6c971d03fda85d3c229fd2f43134d8d2af0d33',
  'change-policy/2': '2a308be688ec28612a32814aaf304b8e40caaf1dafb0a42a7a4c96a27a81184d',
  'close-facility-day/1': '587eae6ce7b453353555082800a081503eecdafb9069cb7643daa0c157c87267',
  'destroy-key/2': '262ea7cb47731c3413faf31a8e2dd158fd7f3bb52dfc9a92a5dcdd5cc393aa10',
  'emergency-crl/1': '340e625bcd4809e84be71e72b01c5d7176c15453c49dd771a0b911bf03dd1d2b',
  'enrol-person/2': 'f8076a28cafb3886e8bed3a3ff3d937a1856e76ff6f85bdcdaaf754214b33438',
  'found-facility/2': 'bb89680f91d25882e28fd910348f1229499e0feee82a04060fdba02b9a87994b',
  'generate-root/4': 'adac5d83e5368291277c581282df5e948d97e88ae8b02b640ec6978d31828717',
  'hsm-lost-or-stolen/2': 'ec771e31428e226fe7c3158f82254ed43989f997bbfc95fd4786379a2e5b4f38',
  'issue-intermediate/2': '69a9b776e9586ec6c726a10ea8bb7bb74f0d66bf3049b840d105694886126f5b',
  'issuing-ca-compromise/2': 'bcfa5582bad3ee64c7c2f829e631c815121db10e3714eb8ed2cc496cb686aa90',
  'move-credential/2': '35cf98fad1b4e16b1f88d19b45fc89b7f93f00fc74e45c9cf73595f784bd0722',
  'officer-credential-compromised/2': '5299635e89677249d6fee12710683898e1d44d8fc270def1c8c971688546fc62',
  'register-token/2': '8ee4c34f4a6be2e2ca1b0c7eb124b6a319b7be3a556057532f4d1de8fc5437a4',
  'remove-person/2': '22912030f79ded6b47b71f5bc85bdef871e90908bad70cd7bb877d3c394d087e',
  'restore-key/2': '1ab14787ef55d56f627f7a83e0de21fde50216d35b956f51af8f23c282cf2216',
  'revoke-ca/1': '849837c6c83c4d80d17c99946d63e04260d020a5355b292fc0e5b0dff19c5931',
  'root-compromise/2': '3397b2c7a9d649f6ae6708562beb059b3fee6556d64647e3705a016fe1beacfd',
  'sign-crl/2': '1605b35b04ea19e6961a79c499728e4996a8df8f47b726e1ba37cb7a58e53331',
  'split-pin/2': '6623a7df86f192d435df890d46163d132148e01eefbdc235aef8f291da8dee1b',
  'plan of generate-root': '676143cf4228214cecbcb17ed4d3d98ebdeaef68d992fba0db5448f2a6eaf172',
  'plan of issue-intermediate': 'e7efebbfcf83a1c8aad21417227f1dfaa89ce1cb36e00e82da637d9ac3aedff0',
  'fleet/4': 'e2be2facd2ccf71e0197b04eea2a0d362d5a10daa7191f5fbf8c4332e75fdb60',
}

describe('The files of ceremonies/', () => {
  it('are all loaded, and nothing else lies beside them', () => {
    expect([...library.procedures.keys()]).toEqual([...namesIn('.', '.ceremony.yaml'), ...namesIn('.', '.playbook.yaml')])
    expect([...library.profiles.keys()]).toEqual(namesIn('profiles', '.profile.yaml'))
    expect([...library.policies.keys()]).toEqual(namesIn('policies', '.policy.yaml'))
    const known = /(\.(ceremony|playbook|profile|policy|plan|answers)\.yaml|\.json|^README\.md)$/
    const files = readdirSync(CEREMONIES, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.map(({ name }) => name).filter((name) => !known.test(name))).toEqual([])
    expect(library.procedures.size).toBeGreaterThanOrEqual(2)
  })

  it('have the digests that people know', () => {
    const definitions = [...library.procedures.values()].map((each) => [`${procedureName(each)}/${String(each.version)}`, definitionDigest(each)] as const)
    const policies = [...library.policies.values()].map((each) => [`${each.policy}/${String(each.version)}`, policyDigest(each)] as const)
    expect(Object.fromEntries([...definitions, ...policies])).toMatchObject(
      Object.fromEntries(Object.entries(DIGESTS).filter(([name]) => name.includes('/'))),
    )
    expect(planDigest(rootPlan())).toBe(DIGESTS['plan of generate-root'])
    expect(planDigest(issuePlan())).toBe(DIGESTS['plan of issue-intermediate'])
  })
})

const ceremonies = [...library.procedures.values()].flatMap((each) => (isPlaybook(each) ? [] : [[each.ceremony, each] as const]))

describe.each(ceremonies)('The ceremony %s', (_name, procedure) => {
  it('names only profiles that there are', () => {
    for (const name of profilesOf(procedure)) expect(library.profiles.has(name)).toBe(true)
  })

  it('ends with a CRL, a check of everything, and a sign-off', () => {
    const kinds = stepsOf(procedure).map(({ kind }) => kind)
    expect(kinds.at(-1)).toBe('sign-off')
    // What signs certificates also says what is revoked, and everything is verified.
    expect(kinds.includes('issue-certificate') && !kinds.includes('issue-crl')).toBe(false)
    expect(kinds.includes('issue-crl') && kinds.at(-2) !== 'verify-hierarchy').toBe(false)
  })

  it('asks the HSM for nothing between two logins, and leaves no token open', () => {
    let open = false
    const closed: string[] = []
    for (const step of stepsOf(procedure)) {
      if (step.kind === 'open-token') open = true
      if (step.kind === 'close-token') open = false
      // What sets a new PIN logs in and out by itself.
      if (EFFECT_KINDS.has(step.kind) && step.kind !== 'split-pin' && !open) closed.push(step.id)
    }
    expect(open).toBe(false)
    expect(closed).toEqual([])
  })

  it('seats as many people as the policy wants approvals', () => {
    for (const { quorums } of library.policies.values()) {
      for (const { role, count } of Object.values(quorums).flat()) expect(procedure.script.roles[role] ?? 0).toBeGreaterThanOrEqual(count)
    }
  })

  it('makes a plan from its own examples', () => {
    const inputs = Object.fromEntries(Object.entries(procedure.inputs).map(([name, input]) => [name, input.example ?? 'an-example']))
    expect(planDigest(makePlan(library, procedure, 'Example', inputs))).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('The examples', () => {
  const examples = join(CEREMONIES, 'examples')
  const files = readdirSync(examples)

  it.each(files.filter((file) => file.endsWith('.plan.yaml')))('%s is a plan', (file) => {
    const { definition, plan } = readPlanFile(join(examples, file), library)
    expect(plan.definition).toEqual(definition)
    assertPlan(plan)
  })

  it.each(files.filter((file) => file.endsWith('.answers.yaml')))('%s answers for the practice cast', (file) => {
    const read = parseAnswers(file, readFileSync(join(examples, file), 'utf8'))
    for (const { person, role } of read.present) expect(PRACTICE_CAST.find(({ id }) => id === person)?.roles).toContain(role)
    expect(Object.fromEntries(PRACTICE_CAST.map(({ id, passphrase }) => [id, passphrase]))).toMatchObject(read.passphrases)
  })
})
