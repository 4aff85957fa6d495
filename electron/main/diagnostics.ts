/** Diagnostics go to stderr, for whoever started the program from a terminal; people read the window. */
export function report(message: string): void {
  process.stderr.write(`conclave: ${message}\n`)
}

/** Something the lock-down refused. The URL without query and fragment: those may hold anything. */
export function reportRefusal(what: string, subject: string): void {
  report(`refused ${what}: ${(/^[^?#]{0,200}/.exec(subject) ?? [''])[0]}`)
}

/** An exception nobody expected, by name and place; its text may hold a secret or a path and stays out. */
export function reportException(where: string, error: unknown): void {
  const name = error instanceof Error ? error.name : typeof error
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
  report([`${name} in ${where}`, ...frames.slice(0, 8)].join('\n'))
}
