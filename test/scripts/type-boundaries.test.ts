import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkout, ScratchProject } from '../support/scratch-project.ts'

const FOLDERS = ['shared', 'electron', 'renderer']

let project: ScratchProject

beforeEach(() => {
  project = new ScratchProject([
    'package.json',
    'tsconfig.base.json',
    ...FOLDERS.map((folder) => `${folder}/tsconfig.json`),
  ])
  for (const folder of FOLDERS) project.put(`${folder}/empty.ts`, 'export {}')
})

afterEach(() => {
  project.remove()
})

/** The error codes of `tsc -b` for one folder with this file in it. */
function compile(folder: string, source: string): string[] {
  project.put(`${folder}/case.ts`, source)
  rmSync(join(project.folder, '.cache'), { recursive: true, force: true })
  const tsc = join(checkout, 'node_modules', '.bin', 'tsc')
  const run = spawnSync(tsc, ['-b', folder, '--pretty', 'false'], { cwd: project.folder, encoding: 'utf8' })
  const codes = [...run.stdout.matchAll(/error (TS\d+)/g)].map((match) => match[1] ?? '')
  expect(run.status === 0).toBe(codes.length === 0)
  return codes
}

describe('Project references', () => {
  it.each([
    ['process in shared/', 'shared', 'export const x = process.pid', /^TS2(304|580|591)$/],
    ['document in shared/', 'shared', 'export const x = document.title', /^TS2(304|584)$/],
    ['node:fs in shared/', 'shared', `import { readFileSync } from 'node:fs'\nreadFileSync('x')`, /^TS2(307|591)$/],
    ['document in electron/', 'electron', 'export const x = document.title', /^TS2(304|584)$/],
    ['process in renderer/', 'renderer', 'export const x = process.pid', /^TS2(304|580|591)$/],
    ['electron/ from renderer/', 'renderer', `export * from '../electron/empty.ts'`, /^TS(6059|6307)$/],
    ['renderer/ from electron/', 'electron', `export * from '../renderer/empty.ts'`, /^TS(6059|6307)$/],
    ['an enum', 'shared', 'export enum A { B }', /^TS1294$/],
    ['an unchecked index', 'shared', 'export const x: number = [1][0]', /^TS2322$/],
  ])('refuse %s', (_case, folder, source, code) => {
    expect(compile(folder, source)).toContainEqual(expect.stringMatching(code))
  })

  it.each([
    ['process in electron/', 'electron', 'export const x: number = process.pid'],
    ['document in renderer/', 'renderer', 'export const x: string = document.title'],
    ['shared/ from electron/', 'electron', `export * from '../shared/empty.ts'`],
  ])('accept %s', (_case, folder, source) => {
    expect(compile(folder, source)).toEqual([])
  })
})
