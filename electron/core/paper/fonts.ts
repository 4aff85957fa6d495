import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toBase64 } from '../../../shared/bytes.ts'
import type { PaperFont } from '../../../shared/paper/style.ts'

const LATIN =
  'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+FFFD'
const LATIN_EXT =
  'U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB, U+2C60-2C7F, U+A720-A7FF'

const FILES = [
  { family: 'Atkinson Hyperlegible Next', name: 'next', subset: 'latin', range: LATIN },
  { family: 'Atkinson Hyperlegible Next', name: 'next', subset: 'latin-ext', range: LATIN_EXT },
  { family: 'Atkinson Hyperlegible Mono', name: 'mono', subset: 'latin', range: LATIN },
  { family: 'Atkinson Hyperlegible Mono', name: 'mono', subset: 'latin-ext', range: LATIN_EXT },
] as const

const here = dirname(fileURLToPath(import.meta.url))
let loaded: readonly PaperFont[] | null = null

/** The faces of the window, so that 0 and O differ on paper too. A face that is not there is left to the system. */
export function paperFonts(): readonly PaperFont[] {
  loaded ??= FILES.flatMap(({ family, name, subset, range }) => {
    const file = `atkinson-hyperlegible-${name}-${subset}-wght-normal.woff2`
    // Beside the bundle, or where the packages lie.
    const places = [
      join(here, 'fonts', file),
      join(
        here,
        '..',
        '..',
        '..',
        'node_modules',
        '@fontsource-variable',
        `atkinson-hyperlegible-${name}`,
        'files',
        file,
      ),
    ]
    const found = places.find((place) => existsSync(place))
    return found === undefined ? [] : [{ family, base64: toBase64(readFileSync(found)), range }]
  })
  return loaded
}
