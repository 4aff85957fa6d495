import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Clock } from '../core/clock.ts'
import { hostClock } from '../core/clock.ts'
import type { ConsoleOptions } from '../core/console.ts'
import { SeenFacilities, seenFacilitiesPath } from '../core/facility/seen-facilities.ts'
import type { HsmProgram } from '../core/hsm/program.ts'
import { type Library, loadLibrary } from '../core/procedure/library.ts'
import { shellWord } from './shell-word.ts'

/** Where the parts of the program lie, and with which clock it runs. Nothing else of the command line knows. */

const here = dirname(fileURLToPath(import.meta.url))
const isFromSource = import.meta.url.endsWith('.ts')

export const clock: Clock = hostClock

/** dist/hsm.mjs beside the bundle, or the source as Node strips types. */
export const hsmProgram: HsmProgram = {
  entry: isFromSource ? join(here, '..', 'hsm', 'index.ts') : join(here, 'hsm.mjs'),
}

let library: Library | null = null

export function programLibrary(): Library {
  const folders = isFromSource
    ? [join(here, '..', '..', 'ceremonies')]
    : [join(here, 'ceremonies'), join(here, '..', 'ceremonies')]
  library ??= loadLibrary(folders.find((folder) => existsSync(folder)) ?? '')
  return library
}

export function consoleOptions(progress: (text: string) => void): ConsoleOptions {
  return { clock, library: programLibrary(), hsmProgram, memory: new SeenFacilities(seenFacilitiesPath()), progress }
}

/** How this program is called from any folder, for commands that people paste into a shell. */
export function ownCommand(): string {
  const launcher = join(here, '..', 'scripts', 'conclave.mjs')
  if (!isFromSource && existsSync(launcher)) return `node ${shellWord(launcher)}`
  return `${shellWord(process.execPath)} ${shellWord(fileURLToPath(import.meta.url.replace(/places\.ts$/, 'index.ts')))}`
}
