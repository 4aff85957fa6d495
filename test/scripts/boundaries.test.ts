import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PACKAGES } from '../../scripts/lint/boundaries.mjs'
import { checkout, ScratchProject } from '../support/scratch-project.ts'

type Case = readonly [path: string, source: string]

const REFUSED_IMPORTS: readonly Case[] = [
  ['electron/main/a.ts', `import { x } from '../core/engine.ts'\nx()`],
  ['electron/main/b.ts', `import { x } from '../hsm/module.ts'\nx()`],
  ['electron/preload/a.ts', `import { x } from '../../shared/ipc/bridge.ts'\nx()`],
  ['electron/core/a.ts', `import { x } from '../main/window.ts'\nx()`],
  ['electron/core/b.ts', `import { x } from '../cli/index.ts'\nx()`],
  ['electron/core/c.ts', `import { app } from 'electron'\napp.quit()`],
  ['electron/core/d.ts', `import type { App } from 'electron'\nexport type A = App`],
  ['electron/core/hsm/a.ts', `import { PKCS11 } from 'pkcs11js'\nnew PKCS11().close()`],
  ['electron/hsm/a.ts', `import { x } from '../core/clock.ts'\nx()`],
  ['electron/hsm/b.ts', `import { z } from 'zod'\nz.string()`],
  ['electron/core/x509/a.ts', `import { x } from '../ledger/store.ts'\nx()`],
  ['electron/core/x509/b.ts', `import { X509Crl } from '@peculiar/x509'\nexport const x = X509Crl`],
  ['electron/core/procedure/a.ts', `import Database from 'better-sqlite3'\nDatabase('x')`],
  ['shared/ledger/verify-all.ts', `import { x } from '../procedure/run.ts'\nx()`],
  ['shared/a.ts', `import { readFileSync } from 'node:fs'\nreadFileSync('x')`],
  ['shared/b.ts', `export { x } from '../electron/core/clock.ts'`],
  ['shared/c.ts', `export const x = () => import('../renderer/main.tsx')`],
  ['renderer/ui/a.tsx', `import { call } from '../bridge/client.ts'\ncall()`],
  ['renderer/ui/b.tsx', `import { x } from '../../shared/ipc/bridge.ts'\nx()`],
  ['renderer/ui/c.tsx', `import { x } from '../features/log/store.ts'\nx()`],
  ['renderer/features/log/a.tsx', `import { x } from '../run/store.ts'\nx()`],
  ['renderer/features/log/parts/a.tsx', `import { x } from '../../run/store.ts'\nx()`],
  ['renderer/features/log/b.tsx', `import { x } from '../../../electron/core/clock.ts'\nx()`],
  ['renderer/c.tsx', `export type X = import('../electron/core/clock.ts').Clock`],
  ['electron/core/e.ts', `import { x } from 'a-package-nobody-classified'\nx()`],
]

const REFUSED_CLOCKS: readonly Case[] = [
  ['electron/core/t1.ts', `export const t = Date.now()`],
  ['electron/core/t2.ts', `export const t = new Date()`],
  ['electron/hsm/t3.ts', `export const t = Date()`],
  ['shared/t4.ts', `export const t = new Date()`],
]

const REFUSED_RANDOMNESS: readonly Case[] = [
  ['electron/hsm/r1.ts', `export const r = Math.random()`],
  ['electron/core/r2.ts', `import { randomBytes } from 'node:crypto'\nrandomBytes(1)`],
  ['electron/core/r3.ts', `import * as crypto from 'node:crypto'\ncrypto.randomUUID()`],
  ['renderer/r4.ts', `crypto.getRandomValues(new Uint8Array(1))`],
]

const ACCEPTED: readonly Case[] = [
  ['electron/main/ok.ts', `import { app } from 'electron'\nimport { x } from '../../shared/failure.ts'\nx(app)`],
  ['electron/preload/ok.ts', `import type { Bridge } from '../../shared/ipc/bridge.ts'\nexport type B = Bridge`],
  ['electron/core/x509/library.ts', `import { X509Crl } from '@peculiar/x509'\nexport { X509Crl }`],
  ['electron/cli/ok.ts', `import { x } from '../core/clock.ts'\nx()`],
  ['renderer/features/log/ok.tsx', `import { x } from '../../ui/button.tsx'\nimport { y } from './store.ts'\nx(y)`],
  ['renderer/features/log/parts/ok.tsx', `import { x } from '../store.ts'\nx()`],
  [
    'shared/ledger/verify-ok.ts',
    `import { x } from './merkle.ts'\nimport { sha256 } from '@noble/hashes/sha2.js'\nx(sha256)`,
  ],
  ['shared/ok.ts', `export const t = new Date(0)`],
  ['electron/core/clock.ts', `export const t = Date.now()`],
  ['electron/core/random.ts', `import { randomBytes } from 'node:crypto'\nrandomBytes(1)`],
]

/** The rules that oxlint names for each file, all linted at once with the project's own configuration. */
let found = new Map<string, string[]>()
let project: ScratchProject

beforeAll(() => {
  project = new ScratchProject(['.oxlintrc.json', 'scripts/lint', 'package.json'])
  const cases = [...REFUSED_IMPORTS, ...REFUSED_CLOCKS, ...REFUSED_RANDOMNESS, ...ACCEPTED]
  for (const [path, source] of cases) project.put(path, source)
  const paths = cases.map(([path]) => path)
  const oxlint = join(checkout, 'node_modules', '.bin', 'oxlint')
  const run = spawnSync(oxlint, ['-f', 'json', ...paths], { cwd: project.folder, encoding: 'utf8' })
  const report = JSON.parse(run.stdout) as { diagnostics: { code: string; filename: string }[] }
  const codesOf = (path: string): string[] =>
    report.diagnostics.filter(({ filename }) => filename === path).map(({ code }) => code)
  found = new Map(paths.map((path) => [path, codesOf(path)]))
})

afterAll(() => {
  project.remove()
})

describe('Lint', () => {
  it.each(REFUSED_IMPORTS)('refuses the import in %s: %s', (path) => {
    expect(found.get(path)).toContain('conclave(boundaries)')
  })

  it.each(REFUSED_CLOCKS)('refuses the clock in %s: %s', (path) => {
    expect(found.get(path)).toContain('conclave(injected-clock)')
  })

  it.each(REFUSED_RANDOMNESS)('refuses the randomness in %s: %s', (path) => {
    expect(found.get(path)).toContain('conclave(injected-randomness)')
  })

  it.each(ACCEPTED)('accepts %s: %s', (path) => {
    expect(found.get(path)).toEqual([])
  })

  it('says for every dependency of the program who may import it', () => {
    const manifest = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { dependencies: object }
    const classified = new Set(PACKAGES.map((entry) => entry.package))
    expect(Object.keys(manifest.dependencies).filter((name) => !classified.has(name))).toEqual([])
  })
})
