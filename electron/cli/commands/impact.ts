import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../../../shared/failure.ts'
import { decodePemBlocks } from '../../../shared/pki/pem.ts'
import { readFileCapped } from '../../core/files/host-files.ts'
import { type AuthorityKey, keyOfCertificate } from '../../core/inventory/authority-key.ts'
import { computeImpact } from '../../core/inventory/impact.ts'
import { openInventory } from '../../core/inventory/open-inventory.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { describeImpact } from '../inventory/describe-impact.ts'
import { clock } from '../places.ts'

export const impact: Command = {
  name: 'impact',
  takes: '',
  summary:
    'The blast radius of a CA key: certificates by service, region and remaining life, who must be told, how long it takes.',
  details: [
    'Counts what the key signed and what every CA below it signed, as far as the inventory knows them. Without --authority, every issuer counts. --since and --until look at when certificates began.',
    'How long reissue takes is measured on the inventory itself: by the busiest hour and by the mean of the last 30 days, region by region.',
  ],
  examples: ['conclave impact --inventory fleet.db --authority issuing-ca.pem --since 2026-11-01T00:00:00Z'],
  options: {
    inventory: { type: 'string', value: 'FILE', help: 'Index file of "inventory import", or a folder with one.' },
    authority: { type: 'string', value: 'CERT', help: 'Certificate of the CA, PEM or DER.' },
    since: { type: 'string', value: 'TIME', help: 'Only certificates that begin at this time or later (RFC 3339).' },
    until: { type: 'string', value: 'TIME', help: 'Only certificates that begin at this time or earlier.' },
    'as-of': { type: 'string', value: 'TIME', help: 'What counts as now. Default: the clock of this computer.' },
  },
  positionals: { min: 0, max: 0 },
  run,
}

function run(call: Call): Outcome {
  const path = call.option('inventory')
  if (path === undefined) throw new UsageError('"impact" needs --inventory FILE.', impact)
  const authority = call.option('authority')
  const inventory = openInventory(indexIn(path))
  try {
    const document = computeImpact(inventory, {
      key: authority === undefined ? null : readAuthority(authority),
      since: timeOf(call, 'since'),
      until: timeOf(call, 'until'),
      now: timeOf(call, 'as-of') ?? clock.now(),
    })
    return { json: document, text: describeImpact(document) }
  } finally {
    inventory.close()
  }
}

/** The file itself, or the only index in a folder. */
function indexIn(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return path
  const found = readdirSync(path).filter((name) => name.endsWith('.db'))
  const [only] = found
  if (only !== undefined && found.length === 1) return join(path, only)
  throw fail('file-not-found', `"${path}" holds ${String(found.length)} index files.`, {
    remedy: 'Name the file with --inventory.',
  })
}

function readAuthority(path: string): AuthorityKey {
  const bytes = readFileCapped(path, 1 << 20)
  const blocks = decodePemBlocks('CERTIFICATE', new TextDecoder('latin1').decode(bytes))
  const [first] = blocks ?? [bytes]
  if (first === undefined || (blocks?.length ?? 1) !== 1)
    throw fail('certificate-malformed', `${path} holds more than one certificate.`, {
      remedy: 'Give the one certificate of the CA.',
    })
  return keyOfCertificate(first)
}

function timeOf(call: Call, name: string): number | null {
  const text = call.option(name)
  if (text === undefined) return null
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN
  if (Number.isNaN(time)) throw new UsageError(`--${name} is a time like 2026-11-29T18:48:44Z.`, impact)
  return time
}
