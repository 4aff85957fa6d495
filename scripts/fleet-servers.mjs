import { provideFleetServers, serverProgram } from './setup/fleet-servers.mjs'
import { sayTo, stop } from './setup/say.mjs'

const say = sayTo(process.stdout)

try {
  await provideFleetServers(say)
  for (const name of /** @type {const} */ (['nginx', 'haproxy', 'cfssl'])) say(`${name}: ${serverProgram(name)?.path}`)
} catch (error) {
  stop(say, error)
}
