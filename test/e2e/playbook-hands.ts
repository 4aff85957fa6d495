import { expect } from '@playwright/test'
import type { RunView } from '../../shared/ipc/contract/runs.ts'
import type { Answer, ClassificationAnswers } from '../../shared/incident/classification.ts'
import { ask } from '../screens/walk.ts'
import { passphrase } from './fill-room.ts'
import type { Hands } from './hands.ts'

/** What the people of an incident say and bring. */
export interface PlaybookScript {
  readonly lead: string
  readonly confirms: string
  /** By the id of the step: the title of the option. */
  readonly decisions: Readonly<Record<string, string>>
  readonly answers: ClassificationAnswers
  readonly evidence: string
  readonly recipients: string
  readonly packages: string
  /** Minutes that each ceremony of a drill would take. */
  readonly played: number
  /** Holds a ceremony that the incident waits for; never called in a drill. */
  readonly ceremony?: (view: RunView) => Promise<void>
  /** The file that came back from the fleet; never asked for in a drill. */
  readonly report?: (kind: 'await-receipt' | 'import-status') => Promise<string>
  /** The step at which it is left; to the sign-off without it. */
  readonly until?: string
  /** After each step that was done, and before each that is. */
  readonly look?: (view: RunView, when: 'before' | 'after') => Promise<void>
}

const ANSWER_WORDS: Readonly<Record<Answer, string>> = { yes: 'Yes', no: 'No', unknown: 'Nobody knows' }
/** A million certificates are made up, sorted and counted. */
const LONG_MS = 120_000

/** Through the screens, step after step, until the sign-off: what is current is asked of core, what is done goes through the window. */
export async function playPlaybook(hands: Hands, run: string, script: PlaybookScript): Promise<RunView> {
  for (;;) {
    const view = await readRun(hands, run)
    if (view.openException === null && (view.step.body.kind === 'sign-off' || view.step.id === script.until))
      return view
    if (view.openException === null) {
      await hands.step(view.step.title)
      await script.look?.(view, 'before')
    }
    await act(hands, view, script)
    const after = await untilMoved(hands, view)
    await script.look?.(after, 'after')
  }
}

export async function readRun({ page }: Hands, run: string): Promise<RunView> {
  return (await ask(page, 'run.read', { run })).run
}

async function untilMoved(hands: Hands, before: RunView): Promise<RunView> {
  let now = before
  await expect
    .poll(
      async () => {
        now = await readRun(hands, before.run)
        if (now.step.status === 'failed' && before.step.status !== 'failed') throw new Error(failureOf(now))
        return now.step.id !== before.step.id || now.openException !== before.openException
      },
      { timeout: LONG_MS, intervals: [50, 100, 250] },
    )
    .toBe(true)
  return now
}

function failureOf({ step, log }: RunView): string {
  return `${step.title}: ${log.at(-1)?.text ?? 'failed'}`
}

async function act(hands: Hands, view: RunView, script: PlaybookScript): Promise<void> {
  if (view.openException !== null) return decideDeviation(hands, view)
  const { body, id } = view.step
  switch (body.kind) {
    case 'assemble':
      return assemble(hands, view)
    case 'decide':
      return decide(hands, script, body.question, script.decisions[id] ?? '')
    case 'classify':
      for (const { id: question, text } of body.questions) {
        const given = ANSWER_WORDS[script.answers[question]]
        await hands.page.getByRole('radiogroup', { name: text }).getByText(given, { exact: true }).click()
      }
      return sign(hands, script)
    case 'collect-evidence':
      await hands.fill('What happened, and what was stopped', 'At 02:14 Amara Diallo had issuing stopped by telephone.')
      await hands.fill('Folder where the medium is mounted', script.evidence)
      await hands.fill('What these files are', 'Database and logs of the issuing host, brought by fleet operations')
      return hands.press(/^Collect the evidence/)
    case 'import-recipients':
      await hands.fill('File with the certificates of the recipients', script.recipients)
      return hands.press('Take these recipients')
    case 'seal-evidence':
      await hands.fill('Folder on the medium', script.packages)
      await hands.choose(script.lead, 'Who seals it')
      await hands.type(`Passphrase of ${script.lead}`, passphrase(script.lead))
      return hands.press(/^Seal /)
    case 'run-ceremony':
      if (!body.drill) return holdCeremony(hands, view, script)
      await hands.fill('How many minutes would it take?', String(script.played))
      return hands.press('Record that it would be held')
    case 'notify':
      return hands.press(/^Record that this was sent to/)
    case 'import-inventory':
      return hands.press('DRILL: make a fleet up')
    case 'compute-impact':
      return hands.press('Count what hangs on it')
    case 'reconcile-inventory':
      return hands.press('Compare them')
    case 'await-receipt':
    case 'import-status':
      if (body.played) return hands.press('DRILL: play what comes back')
      await hands.fill('File with the', (await script.report?.(body.kind)) ?? '')
      return hands.press(/^(Take|Compare) this/)
    case 'review':
      return review(hands, script)
    default:
      throw new Error(`nobody plays a step ${body.kind}`)
  }
}

async function assemble(hands: Hands, view: RunView): Promise<void> {
  const next = RESPONDERS.find((name) => !view.people.some(({ person }) => person.name === name))
  if (next === undefined) return hands.press(/^Record \d+ people in the room/)
  const more = hands.page.getByRole('button', { name: 'Somebody else signs in' })
  if (await more.isVisible()) await hands.press('Somebody else signs in')
  await hands.choose(next, 'Who signs in')
  await hands.type(`Passphrase of ${next}`, passphrase(next))
  await hands.press(`Sign in as ${next} in practice`)
  await expect(hands.page.getByRole('region', { name: 'Signed in' }).getByText(next)).toBeVisible()
  return assemble(hands, await readRun(hands, view.run))
}

export const RESPONDERS = ['Amara Diallo', 'Tomás Oliveira', 'Luis Moreno']

async function decide(hands: Hands, script: PlaybookScript, question: string, option: string): Promise<void> {
  await hands.page.getByRole('radiogroup', { name: question }).locator('label').filter({ hasText: option }).click()
  await sign(hands, script)
}

/** The lead decides, somebody else confirms. */
async function sign(hands: Hands, { lead, confirms }: PlaybookScript): Promise<void> {
  for (const [person, verb, why] of [
    [lead, 'Decide', 'The monitor and the counter of the HSM agree.'],
    [confirms, 'Confirm', 'I looked at both.'],
  ] as const) {
    // what was signed before is recorded, and its reason has left the field
    await expect(hands.page.getByRole('button', { name: new RegExp(`^${verb}`) })).toBeVisible()
    await expect(hands.page.getByLabel('Why')).toHaveValue('')
    await hands.choose(person, 'Who decides')
    await hands.fill('Why', why)
    await hands.type(`Passphrase of ${person}`, passphrase(person))
    await hands.press(new RegExp(`^${verb} .*as ${person}`))
  }
}

async function decideDeviation(hands: Hands, { exceptions, openException }: RunView): Promise<void> {
  const exception = exceptions.find(({ index }) => index === openException)
  if (exception === undefined) throw new Error('no such exception')
  const decider = exception.by?.name === 'Tomás Oliveira' ? 'Amara Diallo' : 'Tomás Oliveira'
  await hands.pick('The run goes on', 'What is decided')
  await hands.fill('Why', 'What is left out stands in the record.')
  await hands.choose(decider, 'Who decides')
  await hands.type(`Passphrase of ${decider}`, passphrase(decider))
  await hands.press(`Go on with the run in practice as ${decider}`)
}

async function holdCeremony(hands: Hands, view: RunView, { ceremony }: PlaybookScript): Promise<void> {
  if (ceremony === undefined) throw new Error('nobody holds a ceremony')
  await ceremony(view)
  await hands.press(/^Record that run-\d+ is signed off/)
}

async function review(hands: Hands, { lead }: PlaybookScript): Promise<void> {
  const { page } = hands
  for (const [label, text] of [
    ['What went well', 'Issuing stopped within six minutes.\nEvidence was sealed before anything was touched.'],
    ['What did not go well', 'The telephone number of the vendor was an old one.'],
    ['Where there was luck', 'The monitor was looked at during the night.'],
    ['1. What contributed', 'Sessions of the HSM stay open for as long as the host is up.'],
    ['Since when', 'Since the host was installed.'],
    ['How it was found, and why not before', 'By the monitor; counters were compared once a month only.'],
    ['How it acted together with others', 'With an account that nobody had removed.'],
    ['By which method it was found out', 'Interviews, and the log of the host.'],
    ['1. What is done', 'Compare the counters of every HSM with the log of issuance each hour.'],
    ['Against causes (numbers)', '1'],
    ['Who does it', lead],
    ['Until (YYYY-MM-DD)', '2027-02-01'],
    ['By what one sees that it is done', 'An alarm within an hour in the next drill.'],
  ] as const)
    await page.getByLabel(label, { exact: true }).fill(text)
  await hands.press('Record the review')
}

/** Everybody who responded signs; the run is closed with the last one. */
export async function signOffAll(hands: Hands): Promise<void> {
  for (const [done, person] of RESPONDERS.entries()) {
    await expect(hands.page.getByText(`${done} of ${RESPONDERS.length}`, { exact: true })).toBeVisible()
    await hands.type(`Passphrase of ${person}`, passphrase(person))
    await hands.press(`Sign off as ${person}`)
  }
  await expect(hands.page.getByText(`is closed: all ${RESPONDERS.length} agree`)).toBeVisible()
}
