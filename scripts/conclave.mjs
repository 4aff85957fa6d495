#!/usr/bin/env node
import { join } from 'node:path'
import { ensureBuilt } from './build/ensure-built.mjs'
import { dependenciesAreInstalled } from './setup/dependencies.mjs'
import { prepare } from './setup/prepare.mjs'
import { dist, projectEnvironment, projectNode } from './setup/project.mjs'
import { runProgram } from './setup/run-program.mjs'
import { sayTo, stop } from './setup/say.mjs'

// standard output belongs to the command
const say = sayTo(process.stderr)

// npm runs its scripts in the checkout; paths in the arguments are meant from where it was called
const { npm_lifecycle_event: script, INIT_CWD: calledFrom } = process.env
if (script === 'conclave' && calledFrom !== undefined) process.chdir(calledFrom)

try {
  if (!dependenciesAreInstalled()) await prepare(say, ['practice'])
  await ensureBuilt(say, ['programs'])
  process.exitCode = await runProgram(
    projectNode,
    [join(dist, 'cli.mjs'), ...process.argv.slice(2)],
    projectEnvironment(),
  )
} catch (error) {
  stop(say, error)
}
