// npm run screens: takes docs/screens/*.png anew (test/screens says how). Slow, so no part of npm test.
import { join } from 'node:path'
import { ensureBuilt } from './build/ensure-built.mjs'
import { hasDisplay, prepareWindow } from './setup/prepare.mjs'
import { projectEnvironment, projectNode, root } from './setup/project.mjs'
import { runProgram } from './setup/run-program.mjs'
import { sayTo, stop } from './setup/say.mjs'

const say = sayTo(process.stdout)

try {
  await prepareWindow(say, ['test'])
  await ensureBuilt(say, ['programs', 'renderer'])
  const screen = hasDisplay() ? [] : ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24']
  const take = [projectNode, join(root, 'test', 'screens', 'take-screens.ts'), ...process.argv.slice(2)]
  const [command, ...args] = /** @type {[string, ...string[]]} */ ([...screen, ...take])
  process.exitCode = await runProgram(command, args, projectEnvironment())
} catch (error) {
  stop(say, error)
}
