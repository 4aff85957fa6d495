import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { importAnswer } from '../../../../electron/core/transfer/import-answer.ts'
import { qrPng } from '../../../../electron/core/transfer/qr-image.ts'
import { answerQrText, answerText } from '../../../../electron/core/transfer/sign-answer.ts'
import type { ApprovalAnswer } from '../../../../shared/transfer/approval-answer.ts'
import { currentStep, type RunState } from '../../../../shared/procedure/run-state.ts'
import { ABSENT, answers, begin, goOn, hand, openRun, PRIYA, rootPlan, TOMAS } from '../../../support/ceremony-run.ts'
import { present } from '../../../support/present.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { TestFacility } from '../../../support/test-facility.ts'
import { answerOf, judged, keyFileOf } from './elsewhere.ts'

const STEP = 'approve-root'
const AUDITOR = 'daniel-okafor'
/** The root certificate waits for approval; one officer is not in the room. */
const template = await TestFacility.found()
{
  const session = await template.open()
  await begin(session, rootPlan(), STEP, answers(template.folder))
  await template.closeAll()
}
const media = mkdtempSync(join(tmpdir(), 'conclave-media-'))
const sites: TestFacility[] = []
afterEach(async () => {
  for (const site of sites.splice(0)) await site.remove()
})
afterAll(async () => {
  await template.remove()
  rmSync(media, { recursive: true, force: true })
})

interface Scene {
  readonly site: TestFacility
  readonly session: FacilityConsole
  readonly run: RunState
}

async function scene(): Promise<Scene> {
  const site = template.copy()
  sites.push(site)
  const session = await site.open()
  return { site, session, run: openRun(session) }
}

let count = 0
/** As it travels: a file, and a picture of its QR code. */
function carried(answer: ApprovalAnswer): { readonly file: string; readonly picture: string } {
  const at = join(media, String(++count))
  writeFileSync(`${at}.json`, answerText(answer))
  writeFileSync(`${at}.png`, present(qrPng(answerQrText(answer)), 'a QR code'))
  return { file: `${at}.json`, picture: `${at}.png` }
}

function bring({ session, run }: Scene, path: string): ReturnType<typeof importAnswer> {
  return importAnswer(session.engine, run.id, STEP, path)
}

async function refusedWith(here: Scene, path: string): Promise<string> {
  return (await rejectionOf(bring(here, path))).code
}

function approvals({ run }: Scene): readonly string[] {
  const step = run.steps.find(({ step: { id } }) => id === STEP)
  return (step?.approvals ?? []).map(({ statement, via }) => `${statement.person} ${via}`)
}

describe('An approval that was given on a second Conclave', () => {
  it('counts exactly once, brought as a file and as a QR code, in either order', async () => {
    for (const first of ['file', 'picture'] as const) {
      const here = await scene()
      const brought = carried(await answerOf(judged(here.session, here.run), ABSENT, keyFileOf(here.site, ABSENT)))
      await bring(here, brought[first])
      expect(approvals(here)).toEqual([`${ABSENT} ${first === 'file' ? 'file' : 'qr'}`])
      expect(await refusedWith(here, brought[first])).toBe('already-approved')
      expect(await refusedWith(here, first === 'file' ? brought.picture : brought.file)).toBe('already-approved')
      expect(approvals(here)).toHaveLength(1)
      expect(currentStep(here.run)?.step.id).toBe(STEP)
    }
  })

  it('is enough with one that is given in the room; the log verifies and the root is signed', async () => {
    const here = await scene()
    const request = judged(here.session, here.run)
    const { picture } = carried(await answerOf(request, ABSENT, keyFileOf(here.site, ABSENT)))
    await bring(here, picture)
    const shown = request.items.map(({ tbs }) => tbs.hex)
    await here.session.engine.approve(here.run.id, STEP, hand(TOMAS), shown)
    expect(currentStep(here.run)?.step.id).toBe('open-to-sign')
    await goOn(here.session, here.run, 'preview-crl', answers(here.site.folder))
    await here.site.closeAll()
    expect((await verifyFacility(here.site.root)).problems).toEqual([])
  })

  it('is refused beyond the number that the policy lets come from elsewhere, also by somebody who is in the room', async () => {
    const here = await scene()
    const request = judged(here.session, here.run)
    await bring(here, carried(await answerOf(request, ABSENT, keyFileOf(here.site, ABSENT))).file)
    const second = carried(await answerOf(request, PRIYA, keyFileOf(here.site, PRIYA)))
    expect(await refusedWith(here, second.file)).toBe('approval-elsewhere-refused')
    expect((await rejectionOf(Promise.resolve().then(() => judged(here.session, here.run)))).code).toBe(
      'approval-elsewhere-refused',
    )
    expect(approvals(here)).toEqual([`${ABSENT} file`])
  })

  it('is refused when it was changed on the way', async () => {
    const here = await scene()
    const answer = await answerOf(judged(here.session, here.run), ABSENT, keyFileOf(here.site, ABSENT))
    const other = { ...answer, statement: { ...answer.statement, time: '2026-11-25T09:00:00.000Z' } } as ApprovalAnswer
    expect(await refusedWith(here, carried(other).file)).toBe('approval-signature-invalid')
    expect(await refusedWith(here, carried({ ...answer, signature: '00'.repeat(64) }).picture)).toBe(
      'approval-signature-invalid',
    )
    const asOther = { ...answer, statement: { ...answer.statement, person: PRIYA } } as ApprovalAnswer
    expect(await refusedWith(here, carried(asOther).file)).toBe('approval-signature-invalid')
    expect(approvals(here)).toEqual([])
  })

  it('is refused in another run of the same plan', async () => {
    const here = await scene()
    const brought = carried(await answerOf(judged(here.session, here.run), ABSENT, keyFileOf(here.site, ABSENT)))
    await here.session.engine.abort(here.run.id, hand(TOMAS), 'again')
    const plan = rootPlan(undefined, { 'root-key': 'root-g2', 'first-signer': 'a-2', 'second-signer': 'b-2' })
    const run = await begin(here.session, plan, STEP, answers(here.site.folder))
    expect(await refusedWith({ ...here, run }, brought.file)).toBe('approval-from-other-run')
  })

  it('is refused from a role that does not approve, whoever asked for it', async () => {
    const here = await scene()
    const request = judged(here.session, here.run)
    expect(request.request.people.map(({ id }) => id).toSorted()).toEqual([ABSENT, PRIYA, TOMAS].toSorted())
    const { name, credentials } = present(here.session.facility.state.people.get(AUDITOR), 'auditor')
    const people = [{ id: AUDITOR, name, role: 'officer' as const, credentials: [...credentials] }]
    const forged = { ...request, request: { ...request.request, people } }
    const answer = await answerOf(forged, AUDITOR, keyFileOf(here.site, AUDITOR))
    expect(await refusedWith(here, carried(answer).file)).toBe('role-not-allowed')
  })

  it('can be that somebody does not agree: it is recorded once and counts for nothing', async () => {
    const here = await scene()
    const request = judged(here.session, here.run)
    const why = 'Der Name stimmt nicht: „Fleet“ heißt anders.'
    const brought = carried(await answerOf(request, ABSENT, keyFileOf(here.site, ABSENT), why))
    await bring(here, brought.picture)
    expect(await refusedWith(here, brought.file)).toBe('already-refused')
    expect(currentStep(here.run)?.refusals.map(({ person, reason }) => [person, reason])).toEqual([[ABSENT, why]])
    expect(approvals(here)).toEqual([])
    await here.site.closeAll()
    expect((await verifyFacility(here.site.root)).problems).toEqual([])
  })
})

describe('Signing an answer', () => {
  it('needs the key file of the person and its passphrase, and what was on the screen', async () => {
    const here = await scene()
    const request = judged(here.session, here.run)
    const codeOf = async (work: Promise<unknown>): Promise<string> => (await rejectionOf(work)).code
    expect(await codeOf(answerOf(request, 'eve', keyFileOf(here.site, ABSENT)))).toBe('person-unknown')
    expect(await codeOf(answerOf(request, ABSENT, keyFileOf(here.site, PRIYA)))).toBe('credential-damaged')
    expect(await codeOf(answerOf(request, ABSENT, join(media, 'none.json')))).toBe('file-not-found')
    const others = {
      ...request,
      items: request.items.map((item) => ({ ...item, tbs: { ...item.tbs, hex: 'f'.repeat(64) } })),
    }
    expect(await codeOf(answerOf(others, ABSENT, keyFileOf(here.site, ABSENT)))).toBe('approval-for-other-bytes')
  })

  it('makes an answer that fits into one QR code, below 1200 bytes', async () => {
    const here = await scene()
    const answer = await answerOf(judged(here.session, here.run), ABSENT, keyFileOf(here.site, ABSENT))
    expect(answerText(answer).length).toBeLessThan(1200)
  })
})
