import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { ensureBuilt } from './build/ensure-built.mjs'
import { hasDisplay, prepare, prepareWindow } from './setup/prepare.mjs'
import { dist, projectEnvironment, projectNode, root } from './setup/project.mjs'
import { runProgram } from './setup/run-program.mjs'
import { sayTo, stop } from './setup/say.mjs'

const say = sayTo(process.stdout)
const args = process.argv.slice(2)

try {
  const inTerminal = args[0] === 'practice' || (!args.includes('--window') && !hasDisplay())
  process.exitCode = await (inTerminal ? practise() : openWindow())
} catch (error) {
  stop(say, error)
}

async function openWindow() {
  const runtime = await prepareWindow(say, [])
  await ensureBuilt(say, ['programs', 'renderer'])
  const isRoot = process.getuid?.() === 0
  if (isRoot)
    say('Running as root, so the window is started with --no-sandbox. Start it as another user for real work.')
  const passed = args.filter((argument) => argument !== '--window')
  const flags = [...(isRoot ? ['--no-sandbox'] : []), ...(runtime.appArgument ? [root] : []), ...passed]
  const electron = resolve(root, runtime.executable)
  say('Opening the window. Close it, or press Ctrl-C here, to end.')
  if (hasDisplay()) return runProgram(electron, flags, projectEnvironment())
  return runProgram('xvfb-run', ['-a', '-s', '-screen 0 1920x1200x24', electron, ...flags], projectEnvironment())
}

async function practise() {
  await prepare(say, ['practice'])
  await ensureBuilt(say, ['programs'])
  const passed = args.slice(args[0] === 'practice' ? 1 : 0)
  const target = passed.includes('--out') ? [] : ['--out', freeFolder()]
  if (args[0] !== 'practice') say('There is no display here, so the practice job runs in this terminal.')
  say('')
  const code = await runProgram(
    projectNode,
    [join(dist, 'cli.mjs'), 'practice', ...target, ...passed],
    projectEnvironment(),
  )
  say('')
  if (code !== 0) say(`The practice job ended with exit code ${code}.`)
  say('To open the window: npm start with a display, or  xvfb-run -a npm start -- --window  on a virtual one.')
  return code
}

/** practice-facility, or the first of practice-facility-2, -3 ... that does not exist. */
function freeFolder() {
  let folder = join(root, 'practice-facility')
  for (let number = 2; existsSync(folder); number++) folder = join(root, `practice-facility-${number}`)
  return relative(process.cwd(), folder) || folder
}
