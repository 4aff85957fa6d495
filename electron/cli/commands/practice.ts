import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type PracticeResult, runPracticeJob } from '../../core/practice/job.ts'
import { ClaimedFolder } from '../../core/files/claimed-folder.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { digestJson, digestText, paragraphs, rows } from '../format.ts'
import { interruptible } from '../interrupt.ts'
import { consoleOptions } from '../places.ts'
import { stockCommands } from '../stock-commands.ts'

export const practice: Command = {
  name: 'practice',
  takes: '',
  summary: 'The whole main job on a practice HSM: found, root, issuing CA, CRLs, hand-off, all verified.',
  details: [
    'Founds a practice facility with SoftHSM tokens inside it, makes a root key, lets two officers approve and signs the root, signs an issuing CA for the request of a pretended fleet, signs a CRL in each ceremony, and exports a signed hand-off. Prints the stock commands that check the result.',
    'Nothing that comes out of it can be taken for production output: every subject and file name says PRACTICE. The folder must be new or empty. Ctrl-C removes what was made.',
  ],
  options: {
    out: {
      type: 'string',
      value: 'DIR',
      help: 'New or empty folder; without it ./practice-1, or the first number that is free.',
    },
  },
  positionals: { min: 0, max: 0 },
  run: runPractice,
}

async function runPractice(call: Call): Promise<Outcome> {
  const folder = ClaimedFolder.claim(resolve(call.option('out') ?? firstFree()))
  const result = await interruptible(
    () => {
      folder.remove()
      process.stderr.write(`\nStopped. ${folder.path} was removed again.\n`)
      process.exit(130)
    },
    () => doJob(folder, call),
  )
  const commands = await stockCommands(result)
  return {
    json: {
      ...result,
      checkpoint: { ...result.checkpoint, words: digestJson(result.checkpoint.root).words },
      commands,
    },
    text: describe(result, commands),
  }
}

async function doJob(folder: ClaimedFolder, { progress }: Call): Promise<PracticeResult> {
  try {
    return await runPracticeJob(
      folder.path,
      consoleOptions(() => undefined),
      (words, done, total) => {
        progress(words, done / total)
      },
    )
  } catch (error) {
    // Before there is a log, there is nothing to learn from what lies there.
    if (!existsSync(join(folder.path, 'facility', 'ledger.db'))) folder.remove()
    throw error
  }
}

function firstFree(): string {
  for (let number = 1; ; number++) if (!existsSync(`practice-${String(number)}`)) return `practice-${String(number)}`
}

function describe(
  { facility, certificates, handoff, checkpoint }: PracticeResult,
  commands: readonly string[],
): string {
  return paragraphs(
    'Done: root, issuing CA, CRLs and hand-off are signed and verified. PRACTICE ONLY: trust nothing of it anywhere.',
    rows([
      ['Facility', facility],
      ['Root', certificates.root],
      ['Issuing CA', certificates.issuing],
      ['Signers', certificates.signers.join('\n')],
      ['Hand-off', `${handoff.folder}\n${handoff.tar}`],
      ['Checkpoint', `${String(checkpoint.size)} entries\n${digestText(checkpoint.root)}`],
    ]),
    `Check it with tools that are not ours, and with two that are:\n\n${commands.join('\n\n')}`,
  )
}
