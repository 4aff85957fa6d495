import { resolve } from 'node:path'
import type { Role } from '../../../shared/ids.ts'
import type { EnrolledPerson } from '../../../shared/people/person.ts'
import type { ApprovalItem } from '../../../shared/procedure/approval.ts'
import type { RunException } from '../../../shared/procedure/run-state.ts'
import { type Plan, planDigest, resolveValue } from '../../../shared/procedure/plan.ts'
import { defaultCredential } from '../../../shared/people/person.ts'
import { describeSignedAttributes } from '../../core/handoff/describe-attributes.ts'
import type { Facility } from '../../core/facility/facility.ts'
import type { AnswerSource, ExceptionDecision, Seat } from '../../core/headless/answers.ts'
import { describeTbs } from '../../core/x509/certificate.ts'
import { describeTbsCrl } from '../../core/x509/crl.ts'
import { digestText, rows, wrapped } from '../format.ts'
import { clockReading } from './clock-reading.ts'
import { askMessage, askMinutes, askReview } from './incident-questions.ts'
import { askDecision } from './decision-questions.ts'
import { askBags, askReadBack } from './room-questions.ts'
import { describeDocument } from './describe-document.ts'
import { typedWords, writeDown } from './paper-share.ts'
import type { Terminal } from './terminal.ts'

/** Asks people at the terminal for everything that they would type in the window. */
export function terminalAnswers(terminal: Terminal, facility: Facility, plan: Plan): AnswerSource {
  const people = [...facility.state.people.values()]
  const name = (id: string): string => facility.state.people.get(id)?.name ?? id
  return {
    starter: async () => {
      terminal.say(
        `Plan "${plan.title}". Compare its SHA-256 with the printed script:\n${digestText(planDigest(plan), '  ')}`,
      )
      return choosePerson(terminal, 'Who starts the run?', people)
    },
    present: (needed) => present(terminal, people, needed),
    passphrase: (person, purpose) => terminal.secret(`${secretName(facility, person)} (${purpose}):`),
    pin: (token) => terminal.secret(`PIN of ${resolveValue(plan, token)}:`),
    clockReadings: async (_now, here) => {
      const first = await clockReading(terminal, facility, here, 'First')
      return [first, await clockReading(terminal, facility, here, 'Second')]
    },
    mediaFolder: async () => resolve(await terminal.ask('Folder where the medium is mounted:')),
    bags: (item, stored) => askBags(terminal, item, stored),
    readBack: (question) => askReadBack(terminal, name, question),
    requestFile: async () => resolve(await terminal.ask('File with the request:')),
    revocationList: async () => resolve(await terminal.ask('File with the list of what is to be revoked:')),
    exportFolder: async () => resolve(await terminal.ask('Folder on the medium that it is written to:')),
    newCredential: async (person) => ({
      kind: 'key-file',
      secret: await newPassphrase(terminal, resolveValue(plan, person)),
      place: 'facility',
    }),
    freezeStatement: () => terminal.ask('What happened, and what was stopped?'),
    evidenceFiles: async () => ({
      folder: resolve(await terminal.ask('Folder where the medium with the evidence is mounted:')),
      description: await terminal.ask('What are these files, and where do they come from?'),
    }),
    inventory: async (of) => resolve(await terminal.ask(`Folder with the inventory (${of}):`)),
    recipientsFile: async () => resolve(await terminal.ask('File with the certificates of the recipients:')),
    backupFile: async () => resolve(await terminal.ask('File with the backup:')),
    receiptFile: async () => resolve(await terminal.ask('File with the receipt (.json, its .p7s beside it):')),
    statusFile: async () => resolve(await terminal.ask('File with the status report (.json, its .p7s beside it):')),
    receiverFile: async () => resolve(await terminal.ask('File with the certificate of the receiver:')),
    policyFile: async () => resolve(await terminal.ask('File with the new policy:')),
    newToken: async () => ({
      label: await terminal.ask('Label of the token:'),
      serial: await terminal.ask('Serial number of the token:'),
    }),
    finalTry: (token) => finalTry(terminal, people, resolveValue(plan, token)),
    custodian: (token, candidates) =>
      choosePersonOrNobody(
        terminal,
        `Whose share opens ${token} next? (empty: nobody)`,
        people.filter(({ id }) => candidates.includes(id)),
      ),
    paper: (person) => typedWords(terminal, name(person)),
    writeDown: (person, token, words) => writeDown(terminal, name(person), token, words),
    confirm: (statement) => terminal.agree(`${statement} Is it so?`),
    approver: (items, given, role) => approver(terminal, facility, items, given, role),
    deviation: (exception) => deviation(terminal, people, exception),
    message: (written) => askMessage(terminal, written),
    playedMinutes: (ceremony) => askMinutes(terminal, ceremony),
    review: () => askReview(terminal),
    decide: (question) => askDecision(terminal, name, question),
    signOff: async (person) => {
      const agrees = await terminal.agree(`${name(person)}: was the script followed?`)
      const remark = await terminal.ask(agrees ? 'Remark (may be empty):' : 'What was not as it should be?')
      return { agrees, remark }
    },
  }
}

/** "Passphrase of Ada Brandt", "PIN of Ada Brandt's card (card-ada, 4711)": what core takes when no credential is named. */
function secretName({ state }: Facility, id: string): string {
  const person = state.people.get(id)
  const credential = person && defaultCredential(person)
  if (credential?.kind !== 'card') return `Passphrase of ${person?.name ?? id}`
  return `PIN of ${person?.name ?? id}'s card (${credential.token.label}, ${credential.token.serial})`
}

/** One try is left: nothing is sent unless a second person allows it. */
async function finalTry(
  terminal: Terminal,
  people: readonly EnrolledPerson[],
  token: string,
): Promise<{ typist: string; person: string } | null> {
  terminal.say(`\nOne try of the PIN of ${token} is left: a wrong PIN locks the token. Nothing was sent.`)
  if (!(await terminal.agree('Is it certain that it is the right PIN?'))) return null
  const typist = await choosePersonOrNobody(terminal, 'Who types the PIN? (empty: nobody, the run stays open)', people)
  if (typist === null) return null
  const others = people.filter(({ id }) => id !== typist)
  const person = await choosePersonOrNobody(terminal, 'Who allows the last try? (empty: nobody)', others)
  return person === null ? null : { typist, person }
}

/** Twice the same: nobody can look it up later. */
async function newPassphrase(terminal: Terminal, name: string): Promise<Uint8Array> {
  for (;;) {
    const first = await terminal.secret(`New passphrase of ${name}:`)
    const second = await terminal.secret('The same passphrase again:')
    const isSame = first.length === second.length && first.every((byte, index) => byte === second[index])
    second.fill(0)
    if (isSame) return first
    first.fill(0)
    terminal.say('The two passphrases are not the same.')
  }
}

async function present(
  terminal: Terminal,
  people: readonly EnrolledPerson[],
  needed: Readonly<Partial<Record<Role, number>>>,
): Promise<readonly Seat[]> {
  terminal.say(
    `The script needs ${Object.entries(needed)
      .map(([role, count]) => `${String(count)} ${role}`)
      .join(', ')}.`,
  )
  list(terminal, people)
  for (;;) {
    const numbers = (await terminal.ask('Who is in the room? Numbers, separated by spaces:')).split(/[\s,]+/)
    const chosen = numbers.map((number) => people[Number(number) - 1])
    if (chosen.includes(undefined)) continue
    const seats: Seat[] = []
    for (const person of chosen)
      if (person !== undefined) seats.push({ person: person.id, role: await roleOf(terminal, person) })
    return seats
  }
}

async function roleOf(terminal: Terminal, { name, roles }: EnrolledPerson): Promise<Role> {
  for (;;) {
    const [only] = roles
    if (only !== undefined && roles.length === 1) return only
    const answer = await terminal.ask(`${name} is here as (${roles.join(', ')}):`)
    const found = roles.find((role) => role === answer)
    if (found !== undefined) return found
  }
}

async function approver(
  terminal: Terminal,
  facility: Facility,
  items: readonly ApprovalItem[],
  given: readonly string[],
  role: Role,
): Promise<string | null> {
  if (given.length === 0) for (const item of items) show(terminal, facility, item)
  const open = [...facility.state.people.values()].filter(
    ({ id, roles }) => roles.includes(role) && !given.includes(id),
  )
  for (const { tbs } of items) terminal.say(`SHA-256 of what is to be signed:\n${digestText(tbs, '  ')}`)
  return choosePersonOrNobody(terminal, `Which ${role} approves exactly these bytes? (empty: nobody)`, open)
}

/** The exact bytes, decoded again by the independent parser. */
function show(terminal: Terminal, { artifacts, state }: Facility, item: ApprovalItem): void {
  const bytes = artifacts.get(item.tbs)
  const key = [...state.keys.values()].find(({ spki }) => spki === item.key)
  const what = item.key === null ? 'To be approved' : `To be signed with the key ${key?.name ?? item.key}`
  terminal.say(`\n${what}: ${String(item.size)} bytes (${item.kind})`)
  terminal.say(
    rows(
      factsOf(item, bytes).map(({ field, value }): [string, string] => [field, value]),
      '  ',
    ),
  )
}

function factsOf({ kind }: ApprovalItem, bytes: Uint8Array): { field: string; value: string }[] {
  if (kind === 'document') return describeDocument(bytes)
  if (kind === 'certificate') return describeTbs(bytes)
  if (kind === 'crl') return describeTbsCrl(bytes)
  return Object.entries(describeSignedAttributes(bytes)).map(([field, value]) => ({ field, value: String(value) }))
}

/** Somebody other than who noticed it; nobody leaves the run open. */
async function deviation(
  terminal: Terminal,
  people: readonly EnrolledPerson[],
  { expected, happened, by }: RunException,
): Promise<ExceptionDecision | null> {
  terminal.say(`\nA deviation. Expected:\n${wrapped(expected, '  ')}\nHappened:\n${wrapped(happened, '  ')}`)
  const goesOn = await terminal.agree('Does the run go on in spite of it?')
  const reason = await terminal.ask('Why?')
  const others = people.filter(({ id }) => id !== by)
  const person = await choosePersonOrNobody(terminal, 'Who decides that? (empty: nobody, the run stays open)', others)
  if (person === null) return null
  return { person, decision: goesOn ? 'continue' : 'abort', reason: reason === '' ? 'No reason was given.' : reason }
}

async function choosePerson(terminal: Terminal, question: string, people: readonly EnrolledPerson[]): Promise<string> {
  for (;;) {
    const chosen = await choosePersonOrNobody(terminal, question, people)
    if (chosen !== null) return chosen
  }
}

async function choosePersonOrNobody(
  terminal: Terminal,
  question: string,
  people: readonly EnrolledPerson[],
): Promise<string | null> {
  list(terminal, people)
  for (;;) {
    const answer = await terminal.ask(question)
    if (answer === '') return null
    const chosen = people[Number(answer) - 1] ?? people.find(({ id }) => id === answer)
    if (chosen !== undefined) return chosen.id
  }
}

function list(terminal: Terminal, people: readonly EnrolledPerson[]): void {
  terminal.say(
    people
      .map(({ name, roles }, index) => wrapped(`${String(index + 1)}. ${name}, ${roles.join(' and ')}`, '  '))
      .join('\n'),
  )
}
