import { SOFTWARE } from '../core/software.ts'
import type { Command, CommandOption } from './command.ts'
import { paragraphs, rows, wrapped } from './format.ts'

export function usageLine(command: Command): string {
  const options = Object.entries(command.options).map(([name, option]) => `[${optionWord(name, option)}]`)
  return ['usage: conclave', command.name, command.takes, ...options, '[--json]']
    .filter((part) => part !== '')
    .join(' ')
}

export function commandHelp(command: Command): string {
  const options = [
    ...Object.entries(command.options).map(([name, option]): [string, string] => [
      optionWord(name, option),
      wrapped(option.help, '', 76),
    ]),
    ['--json', 'One JSON object on standard output.'] as const,
    ['--help', 'This text.'] as const,
  ]
  return paragraphs(
    usageLine(command),
    wrapped(command.summary),
    ...command.details.map((text) => wrapped(text)),
    `Options:\n${rows(options, '  ')}`,
    command.examples === undefined ? null : `Examples:\n${command.examples.map((line) => `  ${line}`).join('\n')}`,
    'Exit code: 0 done, 1 refused or failed, 2 wrong usage.',
  )
}

export function overview(commands: readonly Command[]): string {
  return paragraphs(
    `${SOFTWARE}: operator console of an offline certificate authority, without windows`,
    'usage: conclave COMMAND [OPTIONS]',
    rows(
      commands.map((command): [string, string] => [`${command.name} ${command.takes}`.trim(), command.summary]),
      '  ',
    ),
    'conclave COMMAND --help says more. Every command has --json. Exit code: 0 done, 1 refused or failed, 2 wrong usage.',
  )
}

function optionWord(name: string, option: CommandOption): string {
  if (option.type === 'boolean') return `--${name}`
  return `--${name} ${option.value ?? 'VALUE'}${option.multiple === true ? '...' : ''}`
}
