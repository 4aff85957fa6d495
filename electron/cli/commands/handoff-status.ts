import type { HandoffStatus, StatusTarget } from '../../../shared/handoff/status.ts'
import type { Surroundings } from '../../../online/apply/run.ts'
import { makeStatus, signStatus } from '../../../online/report/status.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { paragraphs, rows, wrapped } from '../format.ts'
import { CONFIG, locked, STATE, surroundingsOf } from '../receiver/places.ts'

export const handoffStatusCommand: Command = {
  name: 'handoff status',
  takes: '',
  summary: 'The receiver: what is applied, what is not, and what every region really serves.',
  details: [
    'Reads the files of every target and shakes hands with every address now. With --sign it also writes a signed status report into the state folder, for the offline side.',
    'A hand-off that ran out, or after which a newer one was promised by now, is a problem: somebody may be holding it back. Exit code 1 while there is any problem or anything unfinished.',
  ],
  options: { ...STATE, ...CONFIG, sign: { type: 'boolean', help: 'Write it as a signed status report.' } },
  positionals: { min: 0, max: 0 },
  run: show,
}

async function show(call: Call): Promise<Outcome> {
  const around = surroundingsOf(call, handoffStatusCommand)
  const { store } = around
  const signed = call.flag('sign') ? await locked(store, () => signStatus(around)) : null
  const status = signed?.status ?? (await makeStatus(around))
  const { journal } = store.memory
  const problems = problemsOf(around, status)
  const [first] = problems
  const report = signed === null ? null : { name: signed.name, json: signed.json, signature: signed.signature }
  return {
    json: { status, unfinished: journal, problems, report },
    text: paragraphs(
      headline(around, status),
      unfinishedText(around),
      ...status.regions.map((region) =>
        [
          `${region.stage}  ${region.region}: ${region.result}, ${region.installed === null ? 'no hand-off' : `hand-off ${region.installed.epoch}-${region.installed.sequence}`}${region.breaker === 'closed' ? '' : `, breaker ${region.breaker}`}`,
          ...region.targets.map(targetText),
        ].join('\n'),
      ),
      problems.length === 0
        ? 'No problems.'
        : `Problems:\n${problems.map(({ message }) => wrapped(`- ${message}`, '  ')).join('\n')}`,
      report === null ? null : `Signed: ${report.json} and ${report.name}.p7s`,
    ),
    failure: first === undefined ? undefined : { ...first, remedy: 'See the problems above.' },
  }
}

interface Problem {
  readonly code: 'handoff-expired' | 'handoff-frozen' | 'receiver-unfinished' | 'target-failed'
  readonly message: string
}

function problemsOf({ store, clock }: Surroundings, status: HandoffStatus): readonly Problem[] {
  const now = new Date(clock.now()).toISOString()
  const problems: Problem[] = []
  const { expires_at: expires, next_expected_by: next } = status
  if (expires !== null && now >= expires)
    problems.push({ code: 'handoff-expired', message: `The last hand-off expired at ${expires}.` })
  else if (next !== null && now >= next)
    problems.push({ code: 'handoff-frozen', message: `A newer hand-off was promised by ${next}.` })
  if (store.memory.journal !== null)
    problems.push({ code: 'receiver-unfinished', message: 'Something was begun and is not finished.' })
  for (const region of status.regions) {
    for (const target of region.targets) {
      for (const problem of target.problems)
        problems.push({ code: 'target-failed', message: `${region.region}/${target.target}: ${problem}` })
    }
  }
  return problems
}

function headline({ store }: Surroundings, { accepted, expires_at: expires, domain }: HandoffStatus): string {
  if (accepted === null) return `${domain}: no hand-off was accepted yet.`
  const { last } = store.memory
  return `${domain}: hand-off ${accepted.epoch}-${accepted.sequence} was accepted, ${last?.result ?? 'not finished'}, good until ${expires ?? ''}.`
}

function unfinishedText({ store }: Surroundings): string | null {
  const { journal } = store.memory
  if (journal === null) return null
  const lines = journal.stages.flatMap(({ region, result, targets }) =>
    targets.map(({ target, state }): [string, string] => [`${region}/${target}`, result ?? state]),
  )
  const what = journal.kind === 'apply' ? 'Applying' : 'Rolling back'
  return `UNFINISHED: ${what} ${journal.handoff.epoch}-${journal.handoff.sequence}, begun ${journal.started_at}.\n${rows(lines, '  ')}`
}

function targetText({ target, driver, files, crls, endpoints }: StatusTarget): string {
  const lists = crls.map(({ number }) => number ?? 'none')
  return [
    `  ${target} (${driver}): files ${files}${lists.length === 0 ? '' : `, list numbers ${lists.join(', ')}`}`,
    ...endpoints.map(({ address, ok, detail }) => `    ${ok ? 'ok ' : 'BAD'} ${address}: ${detail}`),
  ].join('\n')
}
