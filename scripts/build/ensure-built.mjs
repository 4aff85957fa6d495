import { join } from 'node:path'
import { projectEnvironment, projectNode, root } from '../setup/project.mjs'
import { runOrStop } from '../setup/run-step.mjs'
import { duration } from '../setup/say.mjs'
import { isFresh } from './freshness.mjs'

/** Builds what is older than its sources. @param {import('../setup/say.mjs').Say} say
 * @param {readonly import('./freshness.mjs').Half[]} halves */
export async function ensureBuilt(say, halves) {
  const stale = halves.filter((half) => !isFresh(half))
  if (stale.length === 0) return
  say(`Building: ${stale.join(', ')}`)
  const args = [join(root, 'scripts', 'build', 'bundle.mjs'), ...stale]
  const { took } = await runOrStop(say, {
    log: 'build',
    what: 'building',
    command: projectNode,
    args,
    env: projectEnvironment(),
  })
  say(`  built in ${duration(took)}`)
}
