import { spawn } from 'node:child_process'
import type { EffectMoment } from '../../electron/core/procedure/step-context.ts'
import type { EntryKind } from '../../shared/ledger/entries.ts'
import type { StepKind } from '../../shared/procedure/outputs.ts'
import { bundledProgram } from './bundled-program.ts'
import type { TestFacility } from './test-facility.ts'

const PROGRAM = await bundledProgram('crash-run.ts')

export interface CrashOrder {
  readonly moment: EffectMoment | 'never'
  readonly kind: StepKind
  /** Killed as soon as the log has an entry of this kind. */
  readonly entry?: EntryKind
  /** The how manieth time that this moment comes. */
  readonly nth?: number
  /** Killed from outside that many milliseconds after it wrote these words: "going on", or a moment and its kind. */
  readonly after?: { readonly words: string; readonly milliseconds: number }
  /** Killed when it says that it does something, in these words. */
  readonly says?: string
  /** The list of what is to be revoked. */
  readonly list?: string
  /** Milliseconds that its clock is ahead. */
  readonly ahead?: number
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
}

/** Goes on with the open run of `site` in a process of its own, until it ends or is killed. */
export async function crashRun(
  site: TestFacility,
  { moment, kind, entry, nth = 1, after, says, list, ahead = 0 }: CrashOrder,
): Promise<Ended> {
  const order = JSON.stringify({
    facility: site.root,
    scratch: site.folder,
    moment,
    kind,
    entry,
    nth,
    ahead,
    says,
    list,
  })
  const child = spawn(process.execPath, [PROGRAM, order], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let timer: NodeJS.Timeout | undefined
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      if (after !== undefined && timer === undefined && output.includes(after.words))
        timer = setTimeout(() => child.kill('SIGKILL'), after.milliseconds)
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      resolve({ code, signal, output })
    })
  })
}
