import { resolve } from 'node:path'

/**
 * What core is started with: the folder of `--read-only DIR`, or else of `--facility DIR`, made absolute; both also with `=`.
 * Who asks for both does not want to write.
 */
export function coreArguments(argv: readonly string[], folder: string): readonly string[] {
  for (const name of ['--read-only', '--facility']) {
    const value = valueOf(argv, name)
    if (value !== null) return value === '' ? [] : [name, resolve(folder, value)]
  }
  return []
}

/** Null when the option is not there, empty when nothing follows it. */
function valueOf(argv: readonly string[], name: string): string | null {
  const at = argv.findIndex((argument) => argument === name || argument.startsWith(`${name}=`))
  if (at === -1) return null
  const argument = argv[at] ?? ''
  return argument === name ? (argv[at + 1] ?? '') : argument.slice(name.length + 1)
}

/** Switches that open the program to a debugger, which can do all that it can do. */
export function debuggingSwitches(argv: readonly string[]): readonly string[] {
  return argv.filter((argument) => /^--(?:inspect|remote-debugging|debug|js-flags|load-extension)/.test(argument))
}
