import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { continueRun } from '../electron/core/headless/run.ts'
import { findProcedure } from '../electron/core/procedure/library.ts'
import { makePlan } from '../electron/core/procedure/make-plan.ts'
import { hostRandom } from '../electron/core/random.ts'
import { bytesToHex } from '../shared/bytes.ts'
import { latestCrl } from '../shared/facility/state.ts'
import { lengthOctets, TAG } from '../shared/pki/der.ts'
import { CrlEntryWriter } from '../shared/pki/crl-entry-writer.ts'
import { encodePem } from '../shared/pki/pem.ts'
import { answers, begin, rootPlan } from '../test/support/ceremony-run.ts'
import { present } from '../test/support/present.ts'
import { library, TestFacility } from '../test/support/test-facility.ts'
import type { SigningFacts } from './sign-crl.ts'
import { peakMemory } from './peak-memory.ts'
import { median, table } from './table.ts'

/**
 * `node bench/crl.ts [ENTRIES] [ROUNDS]`. An emergency CRL: from the approved entries to the signed list on the disk (SoftHSM, P-384),
 * and the whole way from a text file through preview, approval, lint and log, against `openssl ca -gencrl` with a key in a file on the
 * same entries. Contenders alternate, each in a process of its own; medians, peak resident memory.
 */

const ROOT = 'fleet-root-g1'
const REVOKED = Date.UTC(2026, 10, 1, 12)
const [first = '1000000', second = '3', folder = ''] = process.argv.slice(2)

const OPENSSL_CONF = `[ca]
default_ca = it
[it]
database = openssl/index.txt
crlnumber = openssl/crlnumber
certificate = openssl/ca.pem
private_key = openssl/key.pem
default_md = sha384
default_crl_days = 30
crl_extensions = crl
[crl]
authorityKeyIdentifier = keyid
`

interface Measured {
  readonly ms: number
  /** Bytes. */
  readonly peak: number
  readonly crl: string
  readonly steps?: Readonly<Record<string, number>>
}

if (first === 'whole') await whole(folder)
else await all(Number(first), Number(second))

async function all(entries: number, rounds: number): Promise<void> {
  const scene = mkdtempSync(join(tmpdir(), 'conclave-bench-crl-'))
  try {
    await prepare(scene, entries)
    const runs = { openssl: [], sign: [], whole: [] } as Record<'openssl' | 'sign' | 'whole', Measured[]>
    for (let round = 0; round < rounds; round++) {
      runs.openssl.push(await openssl(scene))
      runs.sign.push(await inChild(process.execPath, [join(import.meta.dirname, 'sign-crl.ts'), scene], scene))
      if (round === 0)
        runs.whole.push(await inChild(process.execPath, [import.meta.filename, 'whole', '', scene], scene))
      for (const { crl } of [runs.sign.at(-1), runs.whole.at(-1)].filter((run) => run !== undefined))
        verifyByOpenSsl(scene, crl, entries)
    }
    report(entries, rounds, runs)
  } finally {
    rmSync(scene, { recursive: true, force: true })
  }
}

function report(entries: number, rounds: number, runs: Record<'openssl' | 'sign' | 'whole', Measured[]>): void {
  const base = median(runs.openssl.map(({ ms }) => ms))
  const row = (name: string, each: readonly Measured[]): string[] => {
    const ms = median(each.map((one) => one.ms))
    const peak = Math.max(...each.map((one) => one.peak))
    return [name, ms.toFixed(0), `${(base / ms).toFixed(1)} x`, `${(peak / 1e6).toFixed(0)} MB`]
  }
  const size = statSync(present(runs.sign.at(-1), 'a run').crl, { throwIfNoEntry: false })?.size ?? 0
  process.stdout.write(
    `CRL of ${entries.toLocaleString('en-US')} entries, ${(size / 1e6).toFixed(0)} MB, P-384; Node ${process.version}, ${String(rounds)} rounds, medians\n\n`,
  )
  process.stdout.write(
    table(
      ['', 'ms', 'faster than openssl', 'peak memory'],
      [
        row('openssl ca -gencrl, key in a file', runs.openssl),
        row('approved entries to signed CRL, SoftHSM', runs.sign),
        row('the whole way, from a text file (once)', runs.whole),
      ],
    ),
  )
  const steps = Object.entries(runs.whole[0]?.steps ?? {}).map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`)
  process.stdout.write(`\nthe whole way: ${steps.join(', ')}\nOpenSSL verified every one of them\n`)
}

/** A practice facility with a root, and the same entries as text, packed, and as the database of `openssl ca`. */
async function prepare(scene: string, entries: number): Promise<void> {
  process.stderr.write('Making a facility and the entries\n')
  const site = await TestFacility.found()
  const session = await site.open()
  await begin(session, rootPlan(), null, answers(site.folder))
  const { state, artifacts } = session.facility
  const key = present(state.keys.get(ROOT), 'the root key')
  const { certificate } = present(state.certificates[0], 'the root')
  const list: string[] = []
  const database: string[] = []
  const writer = new CrlEntryWriter()
  const when = new Date(REVOKED).toISOString()
  const ends = '360101000000Z'
  const revoked = when.replaceAll(/[-:T]|\.000|^20/g, '')
  for (let i = 0; i < entries; i++) {
    const serial = hostRandom(16)
    serial[0] = 1
    const hex = bytesToHex(serial)
    list.push(hex)
    database.push(`R\t${ends}\t${revoked},keyCompromise\t${hex.toUpperCase()}\tunknown\t/CN=${String(i)}`)
    writer.add({ serial, revocationDate: REVOKED, reason: 'keyCompromise' })
  }
  const content = writer.finish()
  const packed = artifacts.putParts(Uint8Array.of(TAG.sequence), lengthOctets(content.length), content)
  const { spki, token, id } = key
  const facts: SigningFacts = { entries: packed.sha256, certificate, spki, token, id }
  writeFileSync(join(scene, 'facts.json'), JSON.stringify(facts))
  writeFileSync(join(scene, 'list.txt'), `${list.join('\n')}\n`)
  writeFileSync(join(scene, 'root.pem'), encodePem('CERTIFICATE', artifacts.get(certificate)))
  await site.closeAll()
  site.copy(join(scene, 'site'))
  await site.remove()
  mkdirSync(join(scene, 'openssl'))
  writeFileSync(join(scene, 'openssl', 'index.txt'), `${database.join('\n')}\n`)
  writeFileSync(join(scene, 'openssl', 'crlnumber'), '01\n')
  writeFileSync(join(scene, 'openssl', 'ca.cnf'), OPENSSL_CONF)
  tool(scene, ['ecparam', '-genkey', '-name', 'secp384r1', '-noout', '-out', 'openssl/key.pem'])
  tool(scene, [
    'req',
    '-x509',
    '-new',
    '-key',
    'openssl/key.pem',
    '-subj',
    '/CN=Peer',
    '-days',
    '30',
    '-out',
    'openssl/ca.pem',
  ])
}

function tool(cwd: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('openssl', args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`)
  return stdout + stderr
}

function verifyByOpenSsl(scene: string, crl: string, entries: number): void {
  const said = tool(scene, ['crl', '-inform', 'DER', '-in', crl, '-CAfile', 'root.pem', '-noout', '-crlnumber'])
  if (!said.includes('verify OK')) throw new Error(`OpenSSL does not verify the CRL: ${said}`)
  const size = statSync(crl).size
  if (size < entries * 49) throw new Error('the CRL is shorter than its entries')
}

/** The time of the whole process, which reads its database of text. */
async function openssl(scene: string): Promise<Measured> {
  const args = ['ca', '-gencrl', '-config', 'openssl/ca.cnf', '-out', 'openssl/crl.pem']
  const { ms, peak } = await measured('openssl', args, scene)
  return { ms, peak, crl: join(scene, 'openssl', 'crl.pem') }
}

async function inChild(program: string, args: readonly string[], cwd: string): Promise<Measured> {
  const { out } = await measured(program, args, cwd)
  return JSON.parse(out) as Measured
}

/** Runs a program; the memory that it had at most is what the kernel says while it runs. */
function measured(
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<{ ms: number; peak: number; out: string }> {
  const started = performance.now()
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', program === 'openssl' ? 'ignore' : 'inherit'] })
  let out = ''
  let peak = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  const watch = setInterval(() => {
    try {
      peak = Math.max(peak, peakMemory(child.pid ?? 0))
    } catch {
      // It has just ended.
    }
  }, 20)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(watch)
      if (code === 0) resolve({ ms: performance.now() - started, peak, out })
      else reject(new Error(`${program} ended with ${String(code)}`))
    })
  })
}

/** The ceremony emergency-crl, with the answers of the practice cast. */
async function whole(scene: string): Promise<void> {
  const site = TestFacility.at(join(scene, 'site'))
  const session = await site.open()
  const from = answers(scene, { revocationList: () => Promise.resolve(join(scene, 'list.txt')) })
  const inputs = {
    issuer: ROOT,
    token: 'practice-hsm',
    reason: 'keyCompromise',
    since: new Date(REVOKED).toISOString(),
    why: 'Used by others',
    'not-issued-here': 'Issued online',
  }
  const plan = makePlan(library, findProcedure(library, 'emergency-crl'), 'Sign an emergency CRL', inputs)
  const starter = await from.starter()
  const run = await session.engine.start(plan, { person: starter, secret: await from.passphrase(starter, 'start') })
  const steps: Record<string, number> = {}
  let [last, since] = ['', performance.now()]
  await continueRun(session, run, from, ({ step }) => {
    const now = performance.now()
    if (last !== '') steps[last] = (steps[last] ?? 0) + now - since
    ;[last, since] = [step.id, now]
  })
  const ms = ['revoke', 'preview', 'issue'].reduce((sum, step) => sum + (steps[step] ?? 0), 0)
  const { state, artifacts } = session.facility
  const counted = Object.fromEntries(Object.entries(steps).filter(([, each]) => each >= 100))
  say({ ms, crl: artifacts.pathOf(present(latestCrl(state, ROOT), 'a CRL').crl), steps: counted })
  await site.closeAll()
}

function say(found: Omit<Measured, 'peak'>): void {
  const peak = peakMemory()
  process.stdout.write(JSON.stringify({ ...found, peak }))
}
