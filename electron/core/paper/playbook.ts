import type { Block } from '../../../shared/paper/paper.ts'
import type { Playbook } from '../../../shared/procedure/definition.ts'
import { durationWords } from '../../../shared/procedure/duration.ts'

/** What stands before the steps of a playbook: when it begins, how grave it is, whom to call, until when. */
export function playbookBlocks(playbook: Playbook): Block[] {
  return [
    section('When this playbook is opened'),
    ...playbook.activation.map(text),
    section('How grave it is, and who is called'),
    severityTable(playbook),
    contactTable(playbook),
    section('Clocks', 'from when somebody first knew, where nothing else is said'),
    clockTable(playbook),
    section('Targets'),
    targetTable(playbook),
    section('What machines do'),
    ...playbook.automation.map(text),
    section('Who is told, and how'),
    plainTable(
      ['Who', 'How'],
      playbook.notification.map(({ audience, method }) => [audience, method]),
    ),
    section('Who does what'),
    plainTable(
      ['Role', 'Does'],
      Object.entries(playbook.responsibilities).map(([role, does]) => [role, does]),
    ),
    section('Training, test and improvement'),
    ...playbook.training.map(text),
    text(`Tested at least every ${durationWords(playbook.test.every)}: ${playbook.test.how}`),
    ...playbook.improvement.map(text),
  ]
}

function severityTable({ severity, contacts }: Playbook): Block {
  const nameOf = (id: string): string => contacts.find((contact) => contact.id === id)?.name ?? id
  return {
    block: 'table',
    toFill: false,
    columns: [
      { title: 'Level', width: 16 },
      { title: 'When', width: 40 },
      { title: 'Called', width: 28 },
      { title: 'Within', width: 16 },
    ],
    rows: severity.map(({ title, criterion, calls, within }) => [
      title,
      criterion,
      calls.map(nameOf).join(', '),
      durationWords(within),
    ]),
  }
}

function contactTable({ contacts }: Playbook): Block {
  return {
    block: 'table',
    toFill: true,
    columns: [
      { title: 'Contact', width: 22 },
      { title: 'Answers for', width: 28 },
      { title: 'Reached at', width: 30 },
      { title: 'Called (UTC), by', width: 20 },
    ],
    rows: contacts.map(({ name, answers, reach }) => [name, answers, reach, '']),
  }
}

function clockTable(playbook: Playbook): Block {
  const titles = titlesOf(playbook)
  return {
    block: 'table',
    toFill: true,
    columns: [
      { title: 'Clock', width: 26 },
      { title: 'From', width: 18 },
      { title: 'Within', width: 12 },
      { title: 'Stopped by', width: 24 },
      { title: 'Due (UTC)', width: 20 },
    ],
    rows: playbook.clocks.map(({ title, source, from, within, stop }) => [
      `${title}\n${source}`,
      from === 'awareness' ? 'first knowledge' : (titles.get(from) ?? from),
      durationWords(within),
      titles.get(stop) ?? stop,
      '',
    ]),
  }
}

function targetTable(playbook: Playbook): Block {
  const titles = titlesOf(playbook)
  const { triage, revocation, replacement, review } = playbook.targets
  const rows = { Triage: triage, 'Start of revocation': revocation, Replacement: replacement, Review: review }
  return plainTable(
    ['Target', 'Within', 'Measured at'],
    Object.entries(rows).map(([name, { within, step }]) => [name, durationWords(within), titles.get(step) ?? step]),
  )
}

/** "Step 7, Seal the evidence" by id. */
function titlesOf({ acts }: Playbook): Map<string, string> {
  const steps = acts.flatMap((act) => act.steps)
  return new Map(steps.map(({ id, title }, index) => [id, `step ${String(index + 1)}, ${title}`]))
}

function plainTable(titles: readonly string[], rows: string[][]): Block {
  const width = Math.floor(100 / titles.length)
  return { block: 'table', toFill: false, columns: titles.map((title) => ({ title, width })), rows }
}

function section(title: string, note?: string): Block {
  return { block: 'section', title, ...(note === undefined ? {} : { note }) }
}

function text(words: string): Block {
  return { block: 'text', text: words }
}
