import { join, resolve } from 'node:path'
import { decodeUtf8 } from '../../../shared/ledger/utf8.ts'
import type { Withheld } from '../../../shared/audit/withheld.ts'
import { parseWithheld } from '../../core/audit/withhold.ts'
import { writePackage } from '../../core/audit/package.ts'
import { verifierFolder } from '../../core/audit/verifier-folder.ts'
import { readFileCapped } from '../../core/files/host-files.ts'
import { openSnapshot } from '../../core/log/snapshot.ts'
import { ClaimedFolder } from '../../core/files/claimed-folder.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { paragraphs, rows } from '../format.ts'

const LARGEST_LIST = 4_000_000

export const auditPackage: Command = {
  name: 'audit package',
  takes: 'DIR',
  summary:
    'Writes everything that an auditor takes home: log, files, papers, report, sample, and a verifier that needs no Conclave.',
  details: [
    'Reads the folder of the facility only. A log that does not verify is packed all the same; the report says so first, and the exit code is 1.',
    'The sample is drawn by --seed, which should be a public text that nobody could choose: the numbers of a lottery, the first words of a newspaper of the day.',
  ],
  examples: ['conclave audit package north-vault --out /media/usb/audit --seed "3 17 22 31 40 44"'],
  options: {
    out: { type: 'string', value: 'FOLDER', help: 'A new or empty folder.' },
    seed: { type: 'string', value: 'TEXT', help: 'Of the sample, from outside.' },
    sample: { type: 'string', value: 'COUNT', help: 'How many entries; 25 without it.' },
    withhold: {
      type: 'string',
      value: 'FILE',
      help: 'JSON: entries to leave out, each with its reason. Their hashes stay.',
    },
  },
  positionals: { min: 1, max: 1 },
  run: pack,
}

async function pack(call: Call): Promise<Outcome> {
  const [out, seed] = [needed(call, 'out'), needed(call, 'seed')]
  const count = call.option('sample') ?? '25'
  if (!/^[1-9]\d{0,4}$/.test(count)) throw new UsageError('--sample is a number from 1 to 99999.', auditPackage)
  const withheld = readWithheld(call.option('withhold'))
  const snapshot = openSnapshot(resolve(call.positionals[0] ?? ''))
  try {
    const folder = ClaimedFolder.claim(resolve(out))
    try {
      const written = await writePackage(
        { ...snapshot, folder: snapshot.layout.artifacts, examined: null },
        folder.path,
        {
          seed,
          sampleSize: Number(count),
          withheld,
          verifier: verifierFolder(),
          papers: 'all',
          progress: call.progress,
        },
      )
      return outcome(folder.path, written)
    } catch (error) {
      folder.remove()
      throw error
    }
  } finally {
    snapshot.close()
  }
}

function outcome(folder: string, written: Awaited<ReturnType<typeof writePackage>>): Outcome {
  return {
    json: { folder, ...written },
    text: paragraphs(
      written.headline,
      rows([
        ['Written', folder],
        ['Entries', String(written.entries)],
        ['Papers', String(written.papers)],
        ['Read first', join(folder, 'README.txt')],
      ]),
    ),
    ...(written.ok
      ? {}
      : { failure: { code: 'log-inconsistent' as const, message: `${written.headline}. The package was written.` } }),
  }
}

function readWithheld(path: string | undefined): Withheld[] {
  return path === undefined ? [] : parseWithheld(decodeUtf8(readFileCapped(path, LARGEST_LIST)) ?? '')
}

function needed(call: Call, option: string): string {
  const given = call.option(option)
  if (given !== undefined) return given
  throw new UsageError(`"audit package" needs --${option}.`, auditPackage)
}
