import { HANDOFF_COMMANDS } from './handoff-commands.ts'
import { main } from './main.ts'

// handoff.mjs: one file for hosts that have Node and nothing else. "handoff.mjs verify X" is "conclave handoff verify X".

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

const [first = '', ...rest] = process.argv.slice(2)
const isCommand = HANDOFF_COMMANDS.some(({ name }) => name === `handoff ${first}`)
const args = isCommand ? ['handoff', first, ...rest] : [first, ...rest].filter((word) => word !== '')
process.exitCode = await main(HANDOFF_COMMANDS, args, process.stdout, process.stderr)
