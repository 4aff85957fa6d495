import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Definition } from '../../../shared/procedure/definition.ts'
import { definitionDigest, stepsOf } from '../../../shared/procedure/definition.ts'
import type { Plan } from '../../../shared/procedure/plan.ts'
import { diffDefinitions, diffPlans } from '../../../shared/procedure/plan-diff.ts'
import type { Step } from '../../../shared/procedure/step-kinds.ts'
import { rootPlan } from '../../support/ceremony-run.ts'

interface Edit {
  readonly order: readonly number[]
  readonly cuts: readonly number[]
  readonly titles: string
  readonly rename: number | null
}

const PLAN = rootPlan()
const ROOT = PLAN.definition

function withSteps(change: (steps: Step[], act: number) => Step[]): Definition {
  return { ...ROOT, acts: ROOT.acts.map((act, index) => ({ ...act, steps: change([...act.steps], index) })) }
}

function textsOf(after: Definition): string[] {
  return diffDefinitions(ROOT, after).map(({ text }) => text)
}

/** Every path to a text, number or truth in a document. */
function leaves(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, item]) =>
    leaves(item, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

function changed(value: unknown, [part, ...rest]: readonly (string | number)[]): unknown {
  if (part === undefined) {
    if (typeof value === 'number') return value + 1
    return typeof value === 'boolean' ? !value : `${String(value)} changed`
  }
  if (Array.isArray(value))
    return value.map((item, index) => (index === part ? changed(item, rest) : (item as unknown)))
  const fields = value as Record<string, unknown>
  return { ...fields, [part]: changed(fields[part], rest) }
}

describe('diffPlans', () => {
  it('says nothing of a plan and itself', () => {
    expect(diffPlans(PLAN, structuredClone(PLAN))).toEqual([])
  })

  it('reports every change of a single field, whichever it is', () => {
    const all = leaves(PLAN).filter(([first]) => first !== 'type')
    expect(all.length).toBeGreaterThan(150)
    const missed: string[] = []
    for (const path of all) {
      const after = changed(PLAN, path) as Plan
      if (diffPlans(PLAN, after).length === 0 || diffPlans(after, PLAN).length === 0) missed.push(path.join('.'))
    }
    expect(missed).toEqual([])
  })

  it('says what it was and what it is, of inputs by their label and of profiles in years', () => {
    const after: Plan = {
      ...PLAN,
      inputs: { ...PLAN.inputs, country: 'DE' },
      profiles: { ...PLAN.profiles, 'fleet-root': { ...PLAN.profiles['fleet-root'], validityDays: 7305 } },
    }
    expect(diffPlans(PLAN, after).map(({ text }) => text)).toEqual([
      'The input "Country of the CA" was CH, is DE',
      'Profile fleet-root: validityDays was 9131 (25 years), is 7305 (20 years)',
    ])
  })
})

describe('diffDefinitions', () => {
  it('names the step whose field changed by its number and title', () => {
    const after = withSteps((steps) =>
      steps.map((step) => (step.id === 'root-key' ? ({ ...step, algorithm: 'rsa-4096' } as Step) : step)),
    )
    const number = stepsOf(ROOT).findIndex(({ id }) => id === 'root-key') + 1
    expect(textsOf(after)).toEqual([
      `Step ${String(number)} "Generate the root key": algorithm was ec-p384, is rsa-4096`,
    ])
  })

  it('says which steps are new and gone, and where', () => {
    const added: Step = { id: 'look', kind: 'confirm', title: 'Look around', statement: 'Nobody else is here.' }
    const after = withSteps((steps, act) =>
      act === 0 ? [...steps, added] : steps.filter(({ id }) => id !== 'inspect-root'),
    )
    expect(textsOf(after)).toEqual([
      'Act "Generate the keys": step "inspect-root" (inspect-key, "Read the root key back") is gone; it was after "root-key"',
      'Act "Open the room": step "look" (confirm, "Look around") is new, after "clock"',
    ])
  })

  it('knows a renamed step by its content, and does not repeat it for its references', () => {
    const text = JSON.stringify(ROOT).replaceAll('"root-key.key"', '"the-key.key"')
    const after = JSON.parse(text.replace('"id":"root-key"', '"id":"the-key"')) as Definition
    expect(textsOf(after).map((line) => line.replace(/^Step \d+ /, ''))).toEqual([
      '"Generate the root key": its id was "root-key", is "the-key"',
    ])
  })

  it('says that a step moved, within its act and to another', () => {
    const swapped = withSteps((steps, act) =>
      act === 0 ? [...steps.slice(1, 2), ...steps.slice(0, 1), ...steps.slice(2)] : steps,
    )
    const kinds = diffDefinitions(ROOT, swapped).map(({ kind }) => kind)
    expect(kinds).toEqual(['moved'])
    const [first] = ROOT.acts[1]?.steps ?? []
    const elsewhere = withSteps((steps, act) =>
      act === 0 && first !== undefined ? [...steps, first] : steps.filter((step) => step !== first),
    )
    const [text, ...others] = textsOf(elsewhere)
    expect(text).toContain('in act "Generate the keys", is after "clock" in act "Open the room"')
    expect(others).toEqual([])
  })

  it('says that an act is called something else', () => {
    const after = { ...ROOT, acts: ROOT.acts.map((act, index) => (index === 0 ? { ...act, title: 'Begin' } : act)) }
    expect(textsOf(after)).toEqual(['Act 1 was called "Open the room", is called "Begin"'])
  })

  it('finds something exactly when the digests differ, whatever is shuffled, left out and renamed', () => {
    const edit = fc.record({
      order: fc.shuffledSubarray([...stepsOf(ROOT).keys()], { minLength: 1 }),
      cuts: fc.array(fc.nat({ max: 25 }), { maxLength: 3 }),
      titles: fc.constantFrom('one', 'two', 'Open the room'),
      rename: fc.option(fc.nat({ max: 25 }), { nil: null }),
    })
    const build = ({ order, cuts, titles, rename }: Edit): Definition => {
      const steps = order.map((index, at) => {
        const step = stepsOf(ROOT)[index] as Step
        return at === rename ? { ...step, id: `${step.id}-x` } : step
      })
      const at = [0, ...cuts.map((cut) => cut % steps.length).toSorted((a, b) => a - b), steps.length]
      const acts = at.slice(1).flatMap((end, index) => {
        const part = steps.slice(at[index], end)
        return part.length === 0 ? [] : [{ title: titles, steps: part }]
      })
      return { ...ROOT, acts }
    }
    fc.assert(
      fc.property(edit, edit, (one, other) => {
        const [before, after] = [build(one), build(other)]
        expect(diffDefinitions(before, before)).toEqual([])
        expect(diffDefinitions(before, after).length > 0).toBe(definitionDigest(before) !== definitionDigest(after))
      }),
      { numRuns: 200 },
    )
  })
})
