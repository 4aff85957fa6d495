import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { cache, modules, projectEnvironment, projectNode } from './project.mjs'
import { runLogged } from './run-step.mjs'

/** Without a byte for this long the host counts as unreachable. */
const STALLED_AFTER = 20_000

/** The pinned electron package's own download. Path of the executable, or null when the download does not work here.
 * @param {import('./say.mjs').Say} say @returns {Promise<string | null>} */
export async function downloadElectron(say) {
  const home = join(modules, 'electron')
  const temporary = join(cache, 'electron', `download-${process.pid}`)
  mkdirSync(temporary, { recursive: true })
  const stalled = new AbortController()
  let bytes = 0
  let grewAt = Date.now()
  const watch = setInterval(() => {
    const now = folderSize(temporary) + folderSize(join(home, 'dist'))
    if (now !== bytes) grewAt = Date.now()
    bytes = now
    if (Date.now() - grewAt > STALLED_AFTER) stalled.abort()
  }, 500)
  try {
    const { code } = await runLogged(say, {
      log: 'electron-download',
      what: 'fetching Electron',
      command: projectNode,
      args: [join(home, 'install.js')],
      env: { ...projectEnvironment(), TMPDIR: temporary },
      signal: stalled.signal,
    })
    const installed = join(home, 'path.txt')
    if (code !== 0 || !existsSync(installed)) return null
    return join(home, 'dist', readFileSync(installed, 'utf8'))
  } finally {
    clearInterval(watch)
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** @param {string} folder @returns {number} */
function folderSize(folder) {
  if (!existsSync(folder)) return 0
  let size = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) size += folderSize(path)
    else size += statSync(path, { throwIfNoEntry: false })?.size ?? 0
  }
  return size
}
