import { realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { node } from './clients/node.ts'
import type { ClientFiles } from './clients/verdict.ts'
import type { Steadiness } from './steady-client.ts'

const PAUSE = 20

const [port = '', given = ''] = process.argv.slice(2)
const files = JSON.parse(given) as ClientFiles
const stop = new AbortController()
process.once('message', () => {
  stop.abort()
})
// whoever wanted to know is gone
process.once('disconnect', () => process.exit())

const failures: string[] = []
let [connections, longestOutage, lastGood, failing] = [0, 0, performance.now(), false]

while (!stop.signal.aborted) {
  const verdict = await node.connect(Number(port), asTheyAreNow())
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

/** Folders may be links that are replaced meanwhile: a certificate and its key have to be of the same time. */
function asTheyAreNow(): ClientFiles {
  const folders = new Map<string, string>()
  const now = (path: string): string => {
    const folder = folders.get(dirname(path)) ?? realpathSync(dirname(path))
    folders.set(dirname(path), folder)
    return join(folder, basename(path))
  }
  return { chain: now(files.chain), key: now(files.key), anchors: now(files.anchors), crls: now(files.crls) }
}
