import { type Failure, OperationError, toFailure } from '../../shared/failure.ts'
import { suggest } from '../../shared/suggest.ts'
import { SOFTWARE } from '../core/software.ts'
import { parseArguments } from './arguments.ts'
import { type Command, Interrupted, type Outcome, UsageError } from './command.ts'
import { failureJson, failureLine } from './failure-text.ts'
import { commandHelp, overview, usageLine } from './help.ts'
import { Progress } from './progress.ts'

/** Runs one command line. Returns the exit code: 0 done, 1 refused or failed, 2 wrong usage, 130 stopped by Ctrl-C. */
export async function main(
  commands: readonly Command[],
  args: readonly string[],
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
): Promise<number> {
  const json = args.includes('--json')
  const progress = new Progress(stderr)
  try {
    const text = general(commands, args)
    if (text !== null) {
      stdout.write(`${text}\n`)
      return 0
    }
    const [command, rest] = findCommand(commands, args)
    const { help, call } = parseArguments(command, rest)
    if (help) {
      stdout.write(`${commandHelp(command)}\n`)
      return 0
    }
    const outcome = await command.run({ ...call, progress: progress.say })
    progress.clear()
    return report(outcome, json, stdout, stderr)
  } catch (error) {
    progress.clear()
    return reportError(error, json, stdout, stderr)
  }
}

/** `conclave`, `conclave help`, `conclave help log verify`, `--help`, `--version`; null for everything else. */
function general(commands: readonly Command[], args: readonly string[]): string | null {
  const [first, ...rest] = args
  if (first === '--version') return SOFTWARE
  if (first === '--help' || first === '-h') return overview(commands)
  if (first !== 'help') return null
  return rest.length === 0 ? overview(commands) : commandHelp(findCommand(commands, rest)[0])
}

function findCommand(commands: readonly Command[], args: readonly string[]): [Command, readonly string[]] {
  const [first = '', second = ''] = args
  for (const name of [`${first} ${second}`, first]) {
    const found = commands.find((command) => command.name === name)
    if (found !== undefined) return [found, args.slice(name.split(' ').length)]
  }
  const group = commands.filter((command) => command.name.startsWith(`${first} `)).map((command) => command.name)
  if (group.length > 0)
    throw new UsageError(`"${first}" needs one of: ${group.map((name) => name.slice(first.length + 1)).join(', ')}.`)
  if (first === '') throw new UsageError('Which command? "conclave help" lists them.')
  const nearest = suggest(
    first,
    commands.map((command) => command.name.split(' ')[0] ?? ''),
  )
  throw new UsageError(`There is no command "${first}"${nearest === '' ? '.' : nearest}`)
}

function report(outcome: Outcome, json: boolean, stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): number {
  const { failure } = outcome
  if (json)
    stdout.write(
      `${JSON.stringify(failure === undefined ? outcome.json : { ...outcome.json, error: failureJson(failure) })}\n`,
    )
  else {
    if (outcome.text !== '') stdout.write(`${outcome.text}\n`)
    if (failure !== undefined) stderr.write(`${failureLine(failure)}\n`)
  }
  return failure === undefined ? 0 : 1
}

function reportError(error: unknown, json: boolean, stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): number {
  if (error instanceof UsageError) {
    const usage =
      error.command === null
        ? 'usage: conclave COMMAND [OPTIONS]; "conclave help" lists the commands'
        : usageLine(error.command)
    if (json)
      stdout.write(
        `${JSON.stringify({ error: { code: 'invalid-request', message: error.message, remedy: usage, detail: {} } })}\n`,
      )
    else stderr.write(`conclave: invalid-request: ${error.message}\n${usage}\n`)
    return 2
  }
  if (error instanceof Interrupted) {
    if (json) stdout.write(`${JSON.stringify({ stopped: true, message: error.message })}\n`)
    else stderr.write(`${error.message}\n`)
    return 130
  }
  const failure = toFailure(error)
  // A fault of the program: only a developer who asks for it sees where.
  if (!(error instanceof OperationError) && process.env['CONCLAVE_DEBUG'] === '1')
    stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`)
  if (json) stdout.write(`${JSON.stringify({ error: failureJson(failure) })}\n`)
  else {
    for (const line of problemsOf(failure)) stdout.write(`${line}\n`)
    stderr.write(`${failureLine(failure)}\n`)
  }
  return 1
}

/** Several problems are a list of their own, one on a line, so that an editor can jump to each. */
function problemsOf({ detail }: Failure): readonly string[] {
  const problems = detail?.['problems']
  return Array.isArray(problems) ? problems.map(String) : []
}
