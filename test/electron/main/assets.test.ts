import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { findAsset, listAssets } from '../../../electron/main/assets.ts'

const root = mkdtempSync(join(tmpdir(), 'conclave-assets-'))
const folder = join(root, 'renderer')
mkdirSync(join(folder, 'assets'), { recursive: true })
writeFileSync(join(root, 'secret.html'), 'outside')
writeFileSync(join(folder, 'index.html'), 'page')
writeFileSync(join(folder, 'assets', 'main.js'), 'script')
writeFileSync(join(folder, 'assets', 'main.js.map'), 'map')
symlinkSync(join(root, 'secret.html'), join(folder, 'link.html'))
const assets = listAssets(folder)

afterAll(() => {
  rmSync(root, { recursive: true })
})

function fileAt(path: string): string | undefined {
  return findAsset(assets, new URL(path, 'app://conclave'))?.file
}

describe('assets', () => {
  it('finds the files of the page with their types', () => {
    expect([...assets]).toStrictEqual(
      expect.arrayContaining([
        ['/', { file: join(folder, 'index.html'), type: 'text/html; charset=utf-8' }],
        ['/assets/main.js', { file: join(folder, 'assets', 'main.js'), type: 'text/javascript; charset=utf-8' }],
      ]),
    )
  })

  it('leaves out symbolic links and kinds of file that a page does not need', () => {
    expect([...assets.keys()].toSorted()).toStrictEqual(['/', '/assets/main.js', '/index.html'])
  })

  it('does not leave the folder', () => {
    for (const path of [
      '/../secret.html',
      '/..%2fsecret.html',
      '/%2e%2e/secret.html',
      '/assets/..%5c..%5csecret.html',
      '/%00',
      '/%',
    ]) {
      expect(fileAt(path)).toBeUndefined()
    }
  })

  it('finds nothing but listed files, whatever the path', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('..', '.', '%2e%2e', '%2f', '%5c', 'assets', 'index.html', 'secret.html', '/')),
        (parts) => {
          const file = fileAt(`/${parts.join('/')}`)
          expect(file === undefined || file === join(folder, 'index.html')).toBe(true)
        },
      ),
    )
  })
})
