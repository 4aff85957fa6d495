import { type FacilityState, isPractice } from '../../../shared/facility/state.ts'
import { fail, type OperationError } from '../../../shared/failure.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { parseNote } from '../../../shared/ledger/note.ts'
import { bytesToHex } from '../../../shared/bytes.ts'
import { type Plan, planDigest } from '../../../shared/procedure/plan.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { FacilityConsole } from '../../core/console.ts'
import type { StepReport } from '../../core/headless/run.ts'
import { readFacility } from '../../core/log/read-facility.ts'
import { checkAgainstFacility } from '../../core/procedure/check-facility.ts'
import { type Call, type Command, Interrupted, type Outcome, UsageError } from '../command.ts'
import { digestJson, digestText, paragraphs, rows } from '../format.ts'
import { interruptible } from '../interrupt.ts'
import { consoleOptions, programLibrary } from '../places.ts'
import { placedFailure, readPlanFile } from '../plan-document.ts'
import { type Driver, drivePlan, openRunOf, readAnswers } from '../run-plan.ts'
import { Terminal } from '../terminal/terminal.ts'
import { terminalAnswers } from '../terminal/terminal-answers.ts'

export const run: Command = {
  name: 'run',
  takes: 'PLAN',
  summary: 'Runs a plan in a facility from its first step to its sign-off, without a window.',
  details: [
    'Asks on the terminal for everything that people would type in the window; passphrases and PINs are not shown. If a run of the same plan is open, it is gone on with. Before an approval the exact bytes are shown, decoded, with their SHA-256 in hex and in words.',
    'In a practice facility --answers FILE answers everything: YAML with answers: practice, starter, present, passphrases, pin, approvers, request, export, new-passphrase, policy, new-token, media, decides; see ceremonies/examples. Paths in it start where it lies. A production facility refuses it.',
  ],
  examples: [
    'conclave run ceremonies/examples/create-root.plan.yaml --facility practice-1/facility --answers ceremonies/examples/practice.answers.yaml',
  ],
  options: {
    facility: { type: 'string', value: 'DIR', help: 'The facility. It must not be open elsewhere.' },
    answers: { type: 'string', value: 'FILE', help: 'Answers for rehearsals. Refused in production facilities.' },
  },
  positionals: { min: 1, max: 1 },
  run: runCommand,
}

async function runCommand(call: Call): Promise<Outcome> {
  const directory = call.option('facility')
  if (directory === undefined) throw new UsageError('"run" needs --facility DIR.', run)
  const path = call.positionals[0] ?? ''
  const { plan } = readPlanFile(path, programLibrary())
  const before = readFacility(directory)
  const answersPath = call.option('answers')
  const answers = answersPath === undefined ? null : readAnswers(answersPath, before.state)
  const terminal = answers === null ? new Terminal(process.stdin, process.stderr) : null
  assertCanRun(path, plan, before.state)
  const session = await FacilityConsole.open(
    directory,
    consoleOptions((words) => {
      call.progress(words)
    }),
  )
  try {
    const driver = driverFor(session, plan, answers, terminal, call)
    const done = await stoppable((stopRequested) =>
      drivePlan(session, plan, { ...driver, report: stoppingReport(driver.report, stopRequested) }),
    )
    return outcomeOf(session, done)
  } finally {
    await session.close()
  }
}

/** Before anything is written: no other run is open, and the facility has what the plan names. */
function assertCanRun(path: string, plan: Plan, state: FacilityState): void {
  if (openRunOf(state, plan) !== null) return
  const problems = checkAgainstFacility(plan.definition, plan.inputs, state)
  if (problems.length > 0) throw placedFailure(path, problems)
}

function driverFor(
  session: FacilityConsole,
  plan: Plan,
  answers: Driver['answers'] | null,
  terminal: Terminal | null,
  call: Call,
): Driver {
  if (terminal === null) {
    if (answers === null) throw fail('invalid-request', 'Nobody is there to answer.')
    const report: StepReport = ({ number, step }, total) => {
      call.progress(`Step ${String(number)} of ${String(total)}: ${step.title}`, (number - 1) / total)
    }
    return { answers, report, complain: null }
  }
  return {
    answers: terminalAnswers(terminal, session.facility, plan),
    report: ({ number, step }, total) => {
      const aloud = step.say === undefined ? '' : `\n  Read aloud: "${step.say}"`
      terminal.say(`\nStep ${String(number)} of ${String(total)}: ${step.title}${aloud}`)
    },
    complain: ({ failure }: OperationError) => {
      terminal.say(`${failure.message} ${failure.remedy ?? ''}`.trim())
    },
  }
}

/** Ctrl-C waits for the end of the step that is being done, where stopping is safe. */
async function stoppable(work: (stopRequested: () => boolean) => Promise<RunState>): Promise<RunState> {
  let requested = false
  return interruptible(
    () => {
      requested = true
      process.stderr.write('\nStopping after this step.\n')
    },
    () => work(() => requested),
  )
}

function stoppingReport(report: StepReport, stopRequested: () => boolean): StepReport {
  return (step, total) => {
    if (stopRequested())
      throw new Interrupted(
        `Stopped before step ${String(step.number)}, ${step.step.title}. The run stays open: go on with the same command.`,
      )
    report(step, total)
  }
}

function outcomeOf({ facility }: FacilityConsole, done: RunState): Outcome {
  const { state, store, layout } = facility
  const note = store.checkpoints().at(-1)?.note
  const checkpoint = note === undefined ? null : parseCheckpoint(parseNote(note).text)
  const certificates = state.certificates.filter((certificate) => certificate.run === done.id)
  const crls = state.crls.filter((crl) => crl.run === done.id)
  const handoffs = state.handoffs.filter((handoff) => handoff.run === done.id)
  const json = {
    facility: layout.root,
    practice: isPractice(state),
    run: done.id,
    title: done.plan.title,
    status: done.status,
    plan: planDigest(done.plan),
    steps: done.steps.length,
    exceptions: done.exceptions.length,
    certificates,
    crls,
    handoffs: handoffs.map(({ draft, exported }) => ({
      name: draft.folderName,
      manifest: draft.manifest,
      destination: exported?.destination ?? null,
      tar: exported?.tar ?? null,
    })),
    checkpoint:
      checkpoint === null
        ? null
        : { origin: checkpoint.origin, size: checkpoint.size, root: digestJson(bytesToHex(checkpoint.root)) },
  }
  return {
    json,
    text: paragraphs(
      `${done.plan.title} (${done.id}) is ${done.status}.${isPractice(state) ? ' PRACTICE: trust nothing of it anywhere.' : ''}`,
      rows([
        ...certificates.map(({ subject, serial }): [string, string] => ['Certificate', `${subject}, serial ${serial}`]),
        ...crls.map(({ issuer, number }): [string, string] => ['CRL', `${String(number)} of ${issuer}`]),
        ...handoffs.map(({ draft, exported }): [string, string] => [
          'Hand-off',
          `${draft.folderName}, ${exported === null ? 'not exported' : `in ${exported.destination}`}`,
        ]),
        ...(checkpoint === null
          ? []
          : [
              ['Checkpoint', `${String(checkpoint.size)} entries\n${digestText(bytesToHex(checkpoint.root))}`] as const,
            ]),
      ]),
    ),
  }
}
