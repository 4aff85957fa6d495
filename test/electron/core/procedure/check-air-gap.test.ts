import { afterAll, describe, expect, it } from 'vitest'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { readAirGap } from '../../../../electron/core/room/air-gap.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import type { AirGap, AirGapFinding } from '../../../../shared/room/air-gap.ts'
import { answers, goOn, stepOf } from '../../../support/ceremony-run.ts'
import { currentId, decide, inTheRoom, seen } from '../../../support/room-run.ts'
import { ProductionFacility } from '../../../support/production-facility.ts'
import { step } from '../../../support/procedures.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { Stages } from '../../../support/stages.ts'

const stages = new Stages()
const sites: ProductionFacility[] = []
afterAll(async () => {
  await stages.removeAll()
  for (const site of sites) await site.remove()
})

const STEPS = [step('air', 'check-air-gap'), step('after', 'confirm', { statement: 'It is so.' })]
const NONE = { kind: 'none' } as const
const FACTS: AirGap['facts'] = {
  interfaces: [],
  routes: [],
  radios: [],
  listening: [],
  media: [],
  usbNetworkDrivers: [],
}

function found(severity: AirGapFinding['severity'], words: string): AirGapFinding {
  return { area: 'route', name: words, severity, words, from: '/proc/net/route' }
}

function reads(...findings: AirGapFinding[]): () => AirGap {
  return () => ({ findings, facts: FACTS })
}

async function production(readAirGapNow: () => AirGap) {
  const site = await ProductionFacility.found()
  sites.push(site)
  const session = await site.open({ readAirGap: readAirGapNow })
  const run = await inTheRoom(session, STEPS, answers(site.folder))
  return { site, session, run }
}

const SEALED = found('ok', 'There is no route.')
const ATTENTION = found('attention', 'A program listens on udp 0.0.0.0 68.')
const OPEN = found('open', 'There is a way out through eth0.')
const UNKNOWN = found('unknown', 'The radios cannot be read here.')

describe('The step check-air-gap', { timeout: 120_000 }, () => {
  it('reads this very computer, and keeps every fact beside the entry', async () => {
    const site = await stages.founded()
    const session = await site.open()
    const run = await inTheRoom(session, STEPS, answers(site.folder))
    expect(seen(session, run).body).toMatchObject({ matters: false, result: null })
    await session.engine.perform(run.id, 'air', NONE)
    const output = stepOf(run, 'air').output as { findings: AirGapFinding[]; facts: string }
    expect(seen(session, run, 'air').body).toMatchObject({ result: { findings: output.findings } })
    expect(output.findings.length).toBeGreaterThan(5)
    const kept = JSON.parse(Buffer.from(session.facility.artifacts.get(output.facts)).toString('utf8')) as AirGap
    expect(kept.facts.interfaces).toEqual(readAirGap().facts.interfaces)
    // wherever the tests run: a practice facility may be on a network
    expect(run.exceptions).toStrictEqual([])
    expect(currentId(run)).toBe('after')
  })

  it('raises an exception by itself in a production facility, and the run stands still until people have decided', async () => {
    const { site, session, run } = await production(reads(SEALED, ATTENTION, OPEN, UNKNOWN))
    await session.engine.perform(run.id, 'air', NONE)
    expect(stepOf(run, 'air').output).toMatchObject({ verdict: 'open', findings: [OPEN, UNKNOWN, ATTENTION, SEALED] })
    expect(run.exceptions).toMatchObject([
      { by: null, step: 'air', happened: `${OPEN.words} ${UNKNOWN.words}`, decided: null },
    ])
    expect((await rejectionOf(session.engine.perform(run.id, 'after', NONE))).code).toBe('exception-open')
    await decide(session, run)
    await goOn(session, run, null, answers(site.folder))
    expect(run.status).toBe('closed')
    await session.close()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  })

  it('finds nothing to decide in a room that is cut off, whatever else is to be looked at', async () => {
    const { session, run } = await production(reads(SEALED, ATTENTION))
    await session.engine.perform(run.id, 'air', NONE)
    expect(run.exceptions).toStrictEqual([])
    expect(stepOf(run, 'air').output).toMatchObject({ verdict: 'attention', deviation: null })
  })

  it('writes the exception at the next opening where a stop came before it', async () => {
    const site = await ProductionFacility.found()
    sites.push(site)
    const session = await site.open()
    const run = await inTheRoom(session, STEPS, answers(site.folder))
    const { facility } = session
    const at = { run: run.id, step: 'air' }
    facility.append('step-started', { kind: 'check-air-gap' }, { ...at, actor: run.starter })
    const { sha256 } = facility.artifacts.put(canonicalBytes(reads(OPEN)()))
    const deviation = { expected: 'No way out.', happened: OPEN.words }
    const output = { verdict: 'open', findings: [OPEN], omitted: 0, facts: sha256, deviation }
    facility.append('step-done', { kind: 'check-air-gap', output }, at)
    await session.close()
    const again = await site.open()
    expect(again.engine.run(run.id).exceptions).toMatchObject([{ by: null, step: 'air', happened: OPEN.words }])
  })

  it('holds as many findings as an entry does, worst first, and counts the others', async () => {
    const many = Array.from({ length: 900 }, (_, index) => found('attention', `Program ${String(index)} listens.`))
    const { session, run } = await production(reads(...many, OPEN))
    await session.engine.perform(run.id, 'air', NONE)
    const output = stepOf(run, 'air').output as { findings: AirGapFinding[]; omitted: number }
    expect(output.findings[0]).toEqual(OPEN)
    expect(output.findings.length + output.omitted).toBe(901)
    expect(output.omitted).toBeGreaterThan(400)
  })
})
