import type { Failure } from '../../shared/failure.ts'

export interface CommandOption {
  readonly type: 'string' | 'boolean'
  /** May be given several times; what follows it up to the next option belongs to it too. */
  readonly multiple?: boolean
  /** In capitals, for the help: "DIR". */
  readonly value?: string
  readonly help: string
}

/** What a command was called with: strings that were checked for shape only. */
export interface Call {
  readonly positionals: readonly string[]
  /** The value of an option, or undefined. */
  option(name: string): string | undefined
  list(name: string): readonly string[]
  flag(name: string): boolean
  readonly json: boolean
  /** Progress in words, on standard error. `share` from 0 to 1 where it is known. */
  readonly progress: (words: string, share?: number) => void
}

/** What came out: one object for programs, one text for people. `failure` makes it exit code 1. */
export interface Outcome {
  readonly json: object
  readonly text: string
  readonly failure?: Failure | undefined
}

export interface Command {
  /** "log verify". */
  readonly name: string
  /** "DIR", "FILE...". */
  readonly takes: string
  readonly summary: string
  /** Paragraphs for --help. */
  readonly details: readonly string[]
  readonly examples?: readonly string[]
  readonly options: Readonly<Record<string, CommandOption>>
  readonly positionals: { readonly min: number; readonly max: number }
  readonly run: (call: Call) => Promise<Outcome> | Outcome
}

/** Wrong usage: exit code 2. */
export class UsageError extends Error {
  readonly command: Command | null

  constructor(message: string, command: Command | null = null) {
    super(message)
    this.name = 'UsageError'
    this.command = command
  }
}

/** A person stopped it with Ctrl-C at a safe place. The message says how things stand. */
export class Interrupted extends Error {}
