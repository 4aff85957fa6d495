import { COMMANDS } from './commands.ts'
import { main } from './main.ts'

// A reader that went away, as `| head` does, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await main(COMMANDS, process.argv.slice(2), process.stdout, process.stderr)
