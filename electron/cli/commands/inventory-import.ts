import { inventoryOf } from '../../../shared/inventory/row.ts'
import { importInventory, type ImportProgress } from '../../core/inventory/import.ts'
import { readLabels } from '../../core/inventory/read-labels.ts'
import { listSources } from '../../core/inventory/sources.ts'
import { rejectsPath } from '../../core/inventory/rejects.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { interruptible } from '../interrupt.ts'
import { describeInventory } from '../inventory/describe-inventory.ts'

export const inventoryImport: Command = {
  name: 'inventory import',
  takes: 'SOURCE...',
  summary: 'Reads what a fleet or an issuer says it issued into one index file.',
  details: [
    'A source is a file, or a folder of them: JSON Lines, PEM, DER (one certificate after another), the database of cfssl, the detailed list of OpenBao or Vault, a CRL. What a file is, is seen by its content. docs/inventory.md has the fields.',
    'Broken rows are set aside in OUT.rejects.jsonl with file, place and reason; the rest goes in. Ctrl-C stops at a safe place, and --resume goes on from there, after a crash too: nothing is twice, nothing is lost.',
  ],
  examples: ['conclave inventory import fleet.jsonl certs/ --out fleet.db --labels fleet.labels.yaml'],
  options: {
    out: { type: 'string', value: 'FILE', help: 'The index file that is made.' },
    of: {
      type: 'string',
      value: 'KIND',
      help: 'fleet (what runs), issuer (what an issuer says it issued) or observed (what somebody saw). Default: fleet.',
    },
    labels: { type: 'string', value: 'FILE', help: 'Rules that give service, environment, region and owner.' },
    resume: { type: 'boolean', help: 'Goes on with an import into this file that was stopped.' },
  },
  positionals: { min: 1, max: 1000 },
  run,
}

async function run(call: Call): Promise<Outcome> {
  const out = call.option('out')
  if (out === undefined) throw new UsageError('"inventory import" needs --out FILE.', inventoryImport)
  const of = inventoryOf.safeParse(call.option('of') ?? 'fleet')
  if (!of.success) throw new UsageError('--of is fleet, issuer or observed.', inventoryImport)
  const labels = call.option('labels')
  const stop = new AbortController()
  const { digest, document } = await interruptible(
    () => {
      stop.abort()
    },
    () =>
      importInventory({
        sources: listSources(call.positionals),
        of: of.data,
        labels: labels === undefined ? null : readLabels(labels),
        out,
        resume: call.flag('resume'),
        signal: stop.signal,
        progress: (progress) => {
          call.progress(words(progress), progress.bytes / Math.max(1, progress.totalBytes))
        },
      }),
  )
  const rejects = document.rejected === 0 ? null : rejectsPath(out)
  return {
    json: { digest, index: out, rejects, document },
    text: describeInventory(digest, document, rejects),
  }
}

function words({ phase, rows, rejected, secondsLeft }: ImportProgress): string {
  const aside = rejected === 0 ? '' : `, ${rejected.toLocaleString('en-US')} set aside`
  const left = secondsLeft === null ? '' : `, about ${String(secondsLeft)} s left`
  const what = phase === 'reading' ? 'Reading' : 'Sorting'
  return `${what}: ${rows.toLocaleString('en-US')} rows${aside}${left}`
}
