import { execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Acquirer, type Collector } from '../../../../electron/core/evidence/acquirer.ts'
import { collectFiles, type FilesSource, findFiles } from '../../../../electron/core/evidence/collect-files.ts'
import type { CollectedRecord, SealFacts } from '../../../../electron/core/evidence/content.ts'
import { readRecipients } from '../../../../electron/core/evidence/recipients.ts'
import type { SealHand } from '../../../../electron/core/evidence/seal-signer.ts'
import { type SealInput, type SealedPackage, sealPackage } from '../../../../electron/core/evidence/seal.ts'
import type { ArtifactStore } from '../../../../electron/core/facility/artifacts.ts'
import type { Clock } from '../../../../electron/core/clock.ts'
import { evidenceCollection } from '../../../../shared/evidence/collection.ts'
import { printedCommands } from '../../../../shared/evidence/readme.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'

export const NOW = '2026-11-29T03:00:00.000Z'
export const clock: Clock = { now: () => Date.parse(NOW) }

export const collector: Collector = {
  run: 'run-0007',
  step: 'collect',
  person: 'ada-brandt',
  name: 'Ada Brandt',
  role: 'responder',
  timeZone: 'Europe/Oslo',
  offsetMinutes: 60,
  clock: 'the clock of this console',
  place: 'artifacts of test.example on console-1',
  why: 'issuing CA key used by an attacker',
  authority: 'incident order 2026-14, head of security',
}

/** Certificates and keys of people who may open a package, made by OpenSSL: NAME.pem and NAME.key. */
export function makeRecipient(folder: string, name: string, algorithm: 'rsa' | 'P-256' | 'P-384' | 'P-521'): void {
  const key = algorithm === 'rsa' ? ['rsa:2048'] : ['ec', '-pkeyopt', `ec_paramgen_curve:${algorithm}`]
  const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)]
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', ...key, '-nodes', ...files, '-subj', `/CN=${name}`, '-days', '3650'],
    {
      stdio: 'pipe',
    },
  )
}

export function ed25519Hand(name: string): SealHand {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    name,
    words: `the key of ${name}`,
    publicKey,
    sign: (bytes) => Promise.resolve(new Uint8Array(sign(null, bytes, privateKey))),
  }
}

/** r||s, as a card gives it. */
export function cardHand(name: string, namedCurve: 'P-256' | 'P-384'): SealHand {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve })
  const hash = namedCurve === 'P-256' ? 'sha256' : 'sha384'
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const
  return {
    name,
    words: `the card of ${name}`,
    publicKey,
    sign: (bytes) => Promise.resolve(new Uint8Array(sign(hash, bytes, key))),
  }
}

/** A medium with plain files and everything that is none. */
export function makeMedium(folder: string): string {
  const medium = join(folder, 'medium')
  mkdirSync(join(medium, 'db'), { recursive: true })
  writeFileSync(join(medium, 'db', 'certdb.sqlite'), Buffer.alloc(70_000, 'row'))
  writeFileSync(join(medium, 'door log (vault).csv'), 'time;door\n03:12;vault\n')
  writeFileSync(join(medium, 'empty.log'), '')
  return medium
}

export async function collectFolder(
  store: ArtifactStore,
  folder: string,
  more: Partial<FilesSource> = {},
): Promise<{ acquirer: Acquirer; record: CollectedRecord }> {
  const acquirer = new Acquirer(store, collector, clock)
  const source: FilesSource = {
    folder,
    description: 'disk of the CA',
    facility: '/tmp',
    progress: () => undefined,
    ...more,
  }
  await collectFiles(acquirer, source, await findFiles(source))
  return { acquirer, record: recordOf(store, acquirer) }
}

export function recordOf(store: ArtifactStore, acquirer: Acquirer): CollectedRecord {
  const collection = evidenceCollection.parse({
    format: 'conclave-evidence/v1',
    facility: 'test.example',
    mode: 'production',
    drill: false,
    run: collector.run,
    step: collector.step,
    startedAt: NOW,
    finishedAt: NOW,
    authority: collector.authority,
    why: collector.why,
    groups: ['files'],
    log: { size: 12, root: '00'.repeat(32) },
    items: acquirer.items,
    refused: acquirer.refused,
  })
  return { sha256: store.put(canonicalBytes(collection)).sha256, collection }
}

export const facts: SealFacts = {
  name: 'evidence-run-0007-seal',
  facility: 'test.example',
  facilityName: 'Test Facility',
  mode: 'production',
  drill: false,
  run: 'run-0007',
  step: 'seal',
  sealedAt: NOW,
}

export async function seal(
  folder: string,
  store: ArtifactStore,
  records: readonly CollectedRecord[],
  more: Partial<SealInput> = {},
): Promise<SealedPackage> {
  const directory = join(folder, 'out')
  mkdirSync(directory, { recursive: true })
  return sealPackage({
    facts,
    custody: [],
    records,
    recipients: readRecipients(readFileSync(join(folder, 'recipients.pem')), new Date(Date.now() + 5000).toISOString()),
    hands: [ed25519Hand('log'), ed25519Hand('ada-brandt-1')],
    artifacts: store,
    directory,
    progress: () => undefined,
    ...more,
  })
}

interface Ran {
  readonly command: string
  readonly status: number | null
  readonly output: string
}

export function run(command: string, cwd: string): Ran {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8' })
  return { command, status, output: `${stdout}${stderr}` }
}

/** What a README prints, run word for word; the commands that did not end with 0. */
export function failing(
  folder: string,
  commands = printedCommands(readFileSync(join(folder, 'README.txt'), 'utf8')),
): Ran[] {
  return commands.map((command) => run(command, folder)).filter(({ status }) => status !== 0)
}
