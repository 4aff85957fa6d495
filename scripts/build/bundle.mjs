// Run with the project's Node: bundle.mjs programs|renderer ...
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { build as bundle } from 'rolldown'
import { build as buildRenderer } from 'vite'
import { removeLeftovers } from '../setup/leftovers.mjs'
import { dist, modules, root } from '../setup/project.mjs'
import { fingerprint, markFresh } from './freshness.mjs'
import { THREADS } from './threads.mjs'

/** Never bundled: Electron itself, and the packages with native modules. */
const EXTERNAL = ['electron', 'better-sqlite3', 'pkcs11js', /^node:/]

/** Each program is one file, so that none can find half of itself replaced by a later build. */
const PROGRAMS = [
  { source: 'electron/main/index.ts', result: 'main.mjs', format: 'esm', platform: 'node' },
  { source: 'electron/core/index.ts', result: 'core.mjs', format: 'esm', platform: 'node' },
  ...THREADS.map((source) => ({
    source,
    result: `${basename(source, '.ts')}.mjs`,
    format: 'esm',
    platform: 'node',
  })),
  { source: 'electron/hsm/index.ts', result: 'hsm.mjs', format: 'esm', platform: 'node' },
  { source: 'electron/cli/index.ts', result: 'cli.mjs', format: 'esm', platform: 'node' },
  // the online half, for hosts that have Node and nothing else
  { source: 'electron/cli/handoff.ts', result: 'handoff.mjs', format: 'esm', platform: 'node' },
  // a sandboxed preload has no module loader and no Node
  { source: 'electron/preload/index.ts', result: 'preload.cjs', format: 'cjs', platform: 'browser' },
]

const FONTS = ['next', 'mono'].flatMap((face) =>
  ['latin', 'latin-ext'].map(
    (subset) => `atkinson-hyperlegible-${face}/files/atkinson-hyperlegible-${face}-${subset}-wght-normal.woff2`,
  ),
)

/** Made next to dist and moved file by file, so a program started meanwhile never reads a half-written file. */
const work = join(root, `dist-${process.pid}`)

try {
  removeLeftovers(root, /^dist-(\d+)$/)
  mkdirSync(work, { recursive: true })
  for (const half of /** @type {import('./freshness.mjs').Half[]} */ (process.argv.slice(2))) {
    const value = fingerprint(half)
    await (half === 'programs' ? buildPrograms(value) : buildWindow())
    markFresh(half, value)
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}

/** @param {string} sources their fingerprint, which the programs know as theirs */
async function buildPrograms(sources) {
  const programs = join(work, 'programs')
  for (const program of PROGRAMS) {
    await bundle({
      input: join(root, program.source),
      platform: /** @type {'node' | 'browser'} */ (program.platform),
      external: EXTERNAL,
      tsconfig: false,
      transform: { target: 'node20', define: { CONCLAVE_SOURCES: JSON.stringify(sources) } },
      output: {
        file: join(programs, program.result),
        format: /** @type {'esm' | 'cjs'} */ (program.format),
        sourcemap: true,
        codeSplitting: false,
      },
    })
  }
  // papers that the programs write carry the faces of the window
  for (const path of FONTS) cpSync(join(modules, '@fontsource-variable', path), join(programs, 'fonts', basename(path)))
  cpSync(join(root, 'ceremonies'), join(work, 'ceremonies'), { recursive: true })
  publish(join(work, 'ceremonies'), join(dist, 'ceremonies'))
  // auditor packages carry the verifier that shares no code with us
  cpSync(join(root, 'verifier'), join(programs, 'verifier'), { recursive: true })
  publish(programs, dist)
}

async function buildWindow() {
  const made = join(work, 'renderer')
  await buildRenderer({ configFile: join(root, 'vite.config.ts'), build: { outDir: made } })
  const published = publish(made, join(dist, 'renderer'))
  for (const path of filesBelow(join(dist, 'renderer'))) {
    if (!published.has(path)) rmSync(join(dist, 'renderer', path))
  }
}

/** Moves every file; pages last, so that what they name is there before them. @param {string} from @param {string} to */
function publish(from, to) {
  const paths = filesBelow(from).sort((a, b) => Number(a.endsWith('.html')) - Number(b.endsWith('.html')))
  for (const path of paths) {
    mkdirSync(dirname(join(to, path)), { recursive: true })
    renameSync(join(from, path), join(to, path))
  }
  return new Set(paths)
}

/** @param {string} folder */
function filesBelow(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}
