import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { storyHandlers } from '../../../../electron/core/handlers/stories.ts'
import { type Story, storiesContract, type StorySubject } from '../../../../shared/ipc/contract/stories.ts'
import { ADMINISTRATOR, answers, begin, issuePlan, PRIYA, rootPlan, TOMAS } from '../../../support/ceremony-run.ts'
import { present } from '../../../support/present.ts'
import { TestFacility } from '../../../support/test-facility.ts'

let site: TestFacility
let session: FacilityConsole

beforeAll(async () => {
  site = await TestFacility.found()
  session = await site.open()
  await begin(session, rootPlan(), null, answers(site.folder))
  await begin(session, issuePlan(), null, answers(site.folder))
}, 60_000)
afterAll(() => site.remove())

async function tell(subject: StorySubject): Promise<Story> {
  const told = await storyHandlers(() => session.facility)['story.read']({ subject })
  return storiesContract['story.read'].response.parse(told)
}

describe('Stories', () => {
  it('tells of a certificate from its preview on, with those who approved exactly its bytes', async () => {
    const one = present(session.facility.state.certificates.at(-1), 'issuing certificate')
    const told = await tell({ of: 'certificate', certificate: one.certificate })
    expect(told.title).toBe('PRACTICE Fleet Issuing EU-1')
    expect(told.facts).toContainEqual({ label: 'Approved by', value: 'Tomás Oliveira, Priya Raman', mono: false })
    const kinds = told.events.map(({ index }) => session.facility.store.entry(index).envelope.kind)
    expect(kinds.filter((kind) => kind === 'approval-given')).toHaveLength(2)
    expect(told.events.map(({ index }) => index)).toContain(one.index)
    expect(told.related.map(({ how }) => how)).toEqual(['signed it', 'issued it', 'approved it', 'approved it'])
  })

  it('tells of a key: where it is, what it signed', async () => {
    const told = await tell({ of: 'key', key: 'fleet-root-g1' })
    expect(told.sentence).toContain('signed 2 certificates and 2 CRLs')
    expect(told.related.filter(({ how }) => how === 'certifies it')).toHaveLength(1)
    expect(told.events[0]?.index).toBeLessThan(present(session.facility.state.certificates[0], 'root').index)
  })

  it('tells of a person with the rules of separation', async () => {
    const told = await tell({ of: 'person', person: TOMAS })
    expect(told.checks).toHaveLength(5)
    expect(told.checks.filter(({ ok }) => !ok)).toEqual([])
    expect(told.total).toBe(
      [...session.facility.store.read()].filter(({ envelope }) => envelope.actor === TOMAS).length,
    )
    const starter = await tell({ of: 'person', person: ADMINISTRATOR })
    expect(starter.checks[2]?.detail).toMatch(/^2 runs started, [1-9]\d* approved steps in them$/)
  })

  it('tells of a run with everybody who was there and every entry', async () => {
    const run = present([...session.facility.state.runs.values()][0], 'run')
    const told = await tell({ of: 'run', run: run.id })
    expect(told.total).toBe([...session.facility.store.read()].filter(({ envelope }) => envelope.run === run.id).length)
    expect(told.related.map(({ subject }) => subject)).toContainEqual({ of: 'person', person: PRIYA })
  })

  it('compares two checkpoints with a proof, and says when the later does not hold the earlier', async () => {
    const handlers = storyHandlers(() => session.facility)
    const { sizes } = await handlers['log.checkpoints']({})
    const [from = 0, to = 0] = [sizes[1], sizes.at(-2)]
    const compared = storiesContract['log.compare'].response.parse(
      await handlers['log.compare']({ from: to, to: from }),
    )
    expect(compared).toMatchObject({ verified: true, entries: to - from, from: { size: from }, to: { size: to } })
    expect(compared.kinds.reduce((sum, { count }) => sum + count, 0)).toBe(to - from)
    await expect(handlers['log.compare']({ from: from + 1, to })).rejects.toThrow('no checkpoint over')
  })

  it('shows the policy of the founding as the first version', async () => {
    const { versions } = await storyHandlers(() => session.facility)['log.policies']({})
    expect(versions).toHaveLength(1)
    expect(versions[0]).toMatchObject({ digest: { hex: session.facility.state.policyDigest }, run: null })
  })

  it('lists what there is to tell of by any word of its line', async () => {
    const list = (of: StorySubject['of'], text: string) =>
      storyHandlers(() => session.facility)['story.list']({ of, text })
    expect((await list('certificate', 'issuing eu')).lines.map(({ title }) => title)).toEqual([
      'PRACTICE Fleet Issuing EU-1',
    ])
    expect((await list('person', 'oliv')).total).toBe(1)
    expect((await list('key', 'no such')).total).toBe(0)
    expect((await list('run', '')).total).toBe(2)
  })
})
