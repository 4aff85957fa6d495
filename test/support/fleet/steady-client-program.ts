import { realpathSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { node } from './clients/node.ts'
import { identityIn } from './clients/verdict.ts'
import type { Steadiness } from './steady-client.ts'

const PAUSE = 20

const [port = '', identity = ''] = process.argv.slice(2)
const stop = new AbortController()
process.once('message', () => {
  stop.abort()
})
// whoever wanted to know is gone
process.once('disconnect', () => process.exit())

const failures: string[] = []
let [connections, longestOutage, lastGood, failing] = [0, 0, performance.now(), false]

while (!stop.signal.aborted) {
  // one identity for the whole connection, also when the link is replaced meanwhile
  const verdict = await node.connect(Number(port), identityIn(realpathSync(identity)))
  const now = performance.now()
  connections++
  if (!verdict.accepted) failures.push(verdict.said)
  // one that lasts until the end counts as well
  if (failing || !verdict.accepted) longestOutage = Math.max(longestOutage, now - lastGood)
  if (verdict.accepted) lastGood = now
  failing = !verdict.accepted
  await pause(PAUSE)
}

const seen: Steadiness = { connections, failures, longestOutage }
process.send?.(seen)
