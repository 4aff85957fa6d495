import { parseArgs, type ParseArgsConfig } from 'node:util'
import { suggest } from '../../shared/suggest.ts'
import { type Call, type Command, UsageError } from './command.ts'

/** Every command has these. */
const COMMON = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const

export interface ParsedArguments {
  readonly help: boolean
  readonly call: Omit<Call, 'progress'>
}

/** Strict: what is not known, or too much or too little, is a UsageError. */
export function parseArguments(command: Command, args: readonly string[]): ParsedArguments {
  const options: NonNullable<ParseArgsConfig['options']> = { ...COMMON }
  for (const [name, { type, multiple }] of Object.entries(command.options))
    options[name] = { type, multiple: multiple ?? false }
  const { positionals, lists, values } = read(command, args, options)
  const help = values.has('help')
  const { min, max } = command.positionals
  if (!help && positionals.length < min) throw new UsageError(`"${command.name}" needs ${command.takes}.`, command)
  if (!help && positionals.length > max)
    throw new UsageError(`"${command.name}" does not take "${positionals[max] ?? ''}".`, command)
  return {
    help,
    call: {
      positionals,
      option: (name) => values.get(name)?.at(-1),
      list: (name) => lists.get(name) ?? [],
      flag: (name) => values.has(name),
      json: values.has('json'),
    },
  }
}

interface Read {
  readonly positionals: readonly string[]
  readonly lists: ReadonlyMap<string, readonly string[]>
  readonly values: ReadonlyMap<string, readonly string[]>
}

function read(command: Command, args: readonly string[], options: NonNullable<ParseArgsConfig['options']>): Read {
  const { tokens } = parse(command, args, options)
  const positionals: string[] = []
  const lists = new Map<string, string[]>()
  const values = new Map<string, string[]>()
  let open: string[] | null = null
  for (const token of tokens) {
    if (token.kind === 'option-terminator') open = null
    if (token.kind === 'positional') (open ?? positionals).push(token.value)
    if (token.kind !== 'option') continue
    const given = [...(values.get(token.name) ?? []), token.value ?? '']
    const isList = command.options[token.name]?.multiple === true
    if (!isList && token.value !== undefined && given.length > 1)
      throw new UsageError(`--${token.name} is given twice.`, command)
    values.set(token.name, given)
    open = isList ? [...(lists.get(token.name) ?? []), token.value ?? ''] : null
    if (open !== null) lists.set(token.name, open)
  }
  return { positionals, lists, values }
}

function parse(command: Command, args: readonly string[], options: NonNullable<ParseArgsConfig['options']>) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true, tokens: true })
    for (const [name, value] of Object.entries(parsed.values)) {
      if (value === '') throw new UsageError(`--${name} is empty.`, command)
    }
    return parsed
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error) || !('code' in error)) throw error
    throw new UsageError(inOurWords(String(error.code), error.message, Object.keys(options)), command)
  }
}

function inOurWords(code: string, message: string, known: readonly string[]): string {
  const name = /'(-[^' ]*)/.exec(message)?.[1] ?? ''
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const nearest = suggest(name.replace(/^-+/, ''), known).replace('"', '"--')
    return `There is no option ${name}${nearest === '' ? '.' : nearest}`
  }
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    const option = /--[a-z-]+/.exec(message)?.[0] ?? name
    return message.includes('does not take an argument') ? `${option} takes no value.` : `${option} needs a value.`
  }
  return message.split('\n')[0] ?? message
}
