import { resolve } from 'node:path'

/** What core is started with: the facility of `--facility DIR` or `--facility=DIR`, made absolute. */
export function coreArguments(argv: readonly string[], folder: string): readonly string[] {
  const at = argv.findIndex((argument) => argument === '--facility' || argument.startsWith('--facility='))
  if (at === -1) return []
  const argument = argv[at] ?? ''
  const value = argument === '--facility' ? argv[at + 1] : argument.slice('--facility='.length)
  return value === undefined || value === '' ? [] : ['--facility', resolve(folder, value)]
}

/** Switches that open the program to a debugger, which can do all that it can do. */
export function debuggingSwitches(argv: readonly string[]): readonly string[] {
  return argv.filter((argument) => /^--(?:inspect|remote-debugging|debug|js-flags|load-extension)/.test(argument))
}
