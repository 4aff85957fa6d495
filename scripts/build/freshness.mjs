import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { dist, root } from '../setup/project.mjs'

/**
 * The two halves of the build: what each is made from, and the file whose presence shows that it was made.
 * @type {Record<'programs' | 'renderer', { sources: readonly string[], result: string }>}
 */
export const HALVES = {
  programs: {
    sources: [
      'electron',
      'online',
      'shared',
      'ceremonies',
      'verifier',
      'scripts/build',
      'tsconfig.base.json',
      'package-lock.json',
    ],
    result: 'cli.mjs',
  },
  renderer: {
    sources: ['renderer', 'shared', 'scripts/build', 'vite.config.ts', 'tsconfig.base.json', 'package-lock.json'],
    result: 'renderer/index.html',
  },
}

/** @typedef {keyof typeof HALVES} Half */

/** Compares contents, not times: a checkout, a copy or a clock that jumps cannot fool it. @param {Half} half */
export function isFresh(half) {
  const stamp = stampOf(half)
  if (!existsSync(stamp) || !existsSync(join(dist, HALVES[half].result))) return false
  return readFileSync(stamp, 'utf8') === fingerprint(half)
}

/** @param {Half} half */
export function fingerprint(half) {
  const hash = createHash('sha256')
  for (const source of HALVES[half].sources) addToHash(hash, source)
  return hash.digest('hex')
}

/** @param {Half} half @param {string} value the fingerprint from before the build began */
export function markFresh(half, value) {
  mkdirSync(dirname(stampOf(half)), { recursive: true })
  writeFileSync(stampOf(half), value)
}

/** @param {Half} half */
function stampOf(half) {
  return join(dist, `.${half}-sources`)
}

/** @param {import('node:crypto').Hash} hash @param {string} path */
function addToHash(hash, path) {
  const absolute = join(root, path)
  const kind = statSync(absolute, { throwIfNoEntry: false })
  if (kind === undefined) return
  if (kind.isDirectory()) {
    for (const name of readdirSync(absolute).sort()) addToHash(hash, `${path}/${name}`)
  } else {
    const content = readFileSync(absolute)
    hash.update(`${path}\0${content.length}\0`)
    hash.update(content)
  }
}
