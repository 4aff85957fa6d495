import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findProcedure, findProfile, loadLibrary, parseProcedure } from '../../../../electron/core/procedure/library.ts'
import { checkAgainstFacility } from '../../../../electron/core/procedure/check-facility.ts'
import { assertPlan, makePlan } from '../../../../electron/core/procedure/make-plan.ts'
import { procedureName } from '../../../../shared/procedure/definition.ts'
import { rootPlan, issuePlan } from '../../../support/ceremony-run.ts'
import { failureOf } from '../../../support/failure.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'
import { CEREMONIES, library, TestFacility } from '../../../support/test-facility.ts'

const scratch = scratchFolders()

function copyOfCeremonies(): string {
  const folder = join(scratch(), 'ceremonies')
  cpSync(CEREMONIES, folder, { recursive: true })
  return folder
}

describe('loadLibrary', () => {
  it.each(['generate-root.ceremony.yaml', 'profiles/fleet-root.profile.yaml', 'policies/fleet.policy.yaml'])(
    'refuses a renamed copy of %s',
    (file) => {
      const folder = copyOfCeremonies()
      cpSync(join(folder, file), join(folder, file.replace(/([a-z-]+)(\.[a-z]+\.yaml)$/, 'copy$2')))
      expect(failureOf(() => loadLibrary(folder))).toBe('procedure-invalid')
    },
  )

  it.each([
    ['generate-root.ceremony.yaml', 'procedure-invalid'],
    ['profiles/fleet-root.profile.yaml', 'profile-invalid'],
    ['policies/fleet.policy.yaml', 'procedure-invalid'],
  ])('refuses a %s with a key that it does not know', (file, code) => {
    const folder = copyOfCeremonies()
    const path = join(folder, file)
    writeFileSync(path, `${readFileSync(path, 'utf8')}\nextra: 1\n`)
    expect(failureOf(() => loadLibrary(folder))).toBe(code)
  })

  it('finds by name, and says so when there is none', () => {
    expect(procedureName(findProcedure(library, 'generate-root'))).toBe('generate-root')
    expect(failureOf(() => findProcedure(library, 'generate-roots'))).toBe('procedure-not-found')
    expect(failureOf(() => findProfile(library, 'none'))).toBe('profile-invalid')
  })

  it('checks the rules between steps, not only the shape', () => {
    const text = readFileSync(join(CEREMONIES, 'generate-root.ceremony.yaml'), 'utf8')
    expect(
      failureOf(() =>
        parseProcedure('x', text.replace('approval: approve-root.approval', 'approval: approve-crl.approval')),
      ),
    ).toBe('procedure-invalid')
  })
})

describe('makePlan', () => {
  it('refuses inputs that do not fit', () => {
    expect(failureOf(() => rootPlan(library, { country: 'Switzerland' }))).toBe('plan-invalid')
    expect(failureOf(() => makePlan(library, findProcedure(library, 'generate-root'), 'x', {}))).toBe('plan-invalid')
  })

  it('holds the profiles whole, so that a later edit of the library changes no plan', () => {
    const plan = rootPlan()
    expect(Object.keys(plan.profiles)).toEqual(['fleet-root', 'handoff-signer'])
    expect(plan.profiles['fleet-root']).toEqual(library.profiles.get('fleet-root'))
  })
})

describe('assertPlan', () => {
  it('takes a plan from the library', () => {
    assertPlan(rootPlan())
    assertPlan(issuePlan())
    expect(procedureName(issuePlan().definition)).toBe('issue-intermediate')
  })

  it('refuses a definition that breaks a rule, inputs that do not fit, and a profile that is missing', () => {
    const plan = rootPlan()
    const [first, ...acts] = plan.definition.acts
    const steps = first?.steps.slice(1) ?? []
    const withoutAssembly = { ...plan.definition, acts: [{ title: 'x', steps }, ...acts] }
    expect(
      failureOf(() => {
        assertPlan({ ...plan, definition: withoutAssembly })
      }),
    ).toBe('plan-invalid')
    expect(
      failureOf(() => {
        assertPlan({ ...plan, inputs: { ...plan.inputs, spare: 'x' } })
      }),
    ).toBe('plan-invalid')
    expect(
      failureOf(() => {
        assertPlan({ ...plan, profiles: {} })
      }),
    ).toBe('profile-invalid')
  })
})

describe('checkAgainstFacility', () => {
  it('names tokens and authorities that are not there, and names that are the same', async () => {
    const site = await TestFacility.found()
    try {
      const { facility } = await site.open()
      const root = rootPlan(library, { token: 'other-hsm', 'first-signer': 'handoff-b' })
      const paths = checkAgainstFacility(root.definition, root.inputs, facility.state).map(({ path }) => path[1])
      expect(paths).toEqual(['token', 'first-signer', 'second-signer'])
      const issue = issuePlan()
      const missing = checkAgainstFacility(issue.definition, issue.inputs, facility.state).map(({ path }) => path[1])
      expect(missing).toEqual(['issuer', 'first-signer', 'second-signer'])
    } finally {
      await site.remove()
    }
  })
})
