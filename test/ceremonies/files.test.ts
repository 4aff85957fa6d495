import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPlanFile } from '../../electron/cli/plan-document.ts'
import { parseAnswers } from '../../electron/core/headless/answers-file.ts'
import { PRACTICE_CAST } from '../../electron/core/practice/cast.ts'
import { assertPlan, makePlan } from '../../electron/core/procedure/make-plan.ts'
import { definitionDigest, stepsOf } from '../../shared/procedure/definition.ts'
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
  'back-up-key/1': '96537ca30701175554df71fec459fae1a6389154559f049e002e37f5d95f5e29',
  'change-policy/1': 'a60013bda0f116f980aeca83fc68bc143cf53378a3ff8762603fb3e21d0f72ff',
  'destroy-key/1': 'e1ac679347e53ec8ccb70a0b35019aaa06773eafa7e5108ed3429540c0d9d76d',
  'enrol-person/1': '805eef66a796a1ceebda2ba694fb9ec7f658e709d47640f2eea2c3e4228b6abc',
  'found-facility/1': 'bdd458d2ae79a2d04cf6df02849837cc050b64a4798b6679d933abe313808c43',
  'generate-root/2': '4a62f9bef1cd077b204df84a10fa6ed9d0027f078f3a1b263f9875a2025441f3',
  'issue-intermediate/1': '55042ba5f386fdc65743752b19eebbeaa03666f78e04a56e3ae6fcb2eaebcb2f',
  'move-credential/1': 'a3b88674f79d3410e2a480c68bba01193c0d12b72d4ab4013d699d9db32326e6',
  'register-token/1': '19f040caca56b142be8b45f9665939a1df1dbd76173bd3cffd32a76fb26ec851',
  'remove-person/1': '2d2c2741e56bff9d89a3e00f4b158da54590e4743df1353b689fe43fbd8626b9',
  'restore-key/1': '16fd302f0e00039b25a8229d9c1e513065dd047ce0e891ecd19091037967a42b',
  'sign-crl/1': '3af7f3cfe6970465158628f1969dbe3886ff0523754f7b1bed2b1b1b042e1c1d',
  'split-pin/1': 'f0619455941c1bf1a081bd3a3c8a6022a987c24f760330cf70d3fc12244d7be6',
  'plan of generate-root': '258d3f35af418f9352ffe97daf6f3cbf425234cf11977417607a14d0455a69b9',
  'plan of issue-intermediate': 'd009773e57cfa9caa123a2b6b8b370b4591fcf634a6f07a0d1766f515a49bd4f',
  'fleet/3': '6bdb52f5fb2ea0798182ec55d12c786d1413bfbc5b0ad0be26094ab55e34abe4',
}

describe('The files of ceremonies/', () => {
  it('are all loaded, and nothing else lies beside them', () => {
    expect([...library.procedures.keys()]).toEqual(namesIn('.', '.ceremony.yaml'))
    expect([...library.profiles.keys()]).toEqual(namesIn('profiles', '.profile.yaml'))
    expect([...library.policies.keys()]).toEqual(namesIn('policies', '.policy.yaml'))
    const known = /(\.(ceremony|playbook|profile|policy|plan|answers)\.yaml|\.json|^README\.md)$/
    const files = readdirSync(CEREMONIES, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.map(({ name }) => name).filter((name) => !known.test(name))).toEqual([])
    expect(library.procedures.size).toBeGreaterThanOrEqual(2)
  })

  it('have the digests that people know', () => {
    const definitions = [...library.procedures.values()].map((each) => [`${each.ceremony}/${String(each.version)}`, definitionDigest(each)] as const)
    const policies = [...library.policies.values()].map((each) => [`${each.policy}/${String(each.version)}`, policyDigest(each)] as const)
    expect(Object.fromEntries([...definitions, ...policies])).toMatchObject(
      Object.fromEntries(Object.entries(DIGESTS).filter(([name]) => name.includes('/'))),
    )
    expect(planDigest(rootPlan())).toBe(DIGESTS['plan of generate-root'])
    expect(planDigest(issuePlan())).toBe(DIGESTS['plan of issue-intermediate'])
  })
})

describe.each([...library.procedures.values()].map((each) => [each.ceremony, each] as const))('The ceremony %s', (_name, procedure) => {
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
