import { ensureBuilt } from './build/ensure-built.mjs'
import { prepare } from './setup/prepare.mjs'
import { sayTo, stop } from './setup/say.mjs'

const say = sayTo(process.stdout)

try {
  await prepare(say, [])
  await ensureBuilt(say, ['programs', 'renderer'])
  say('dist/ is up to date.')
} catch (error) {
  stop(say, error)
}
