import { createPublicKey, type KeyObject } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { PART_NAME, partName } from '../../../shared/evidence/names.ts'
import { fail } from '../../../shared/failure.ts'
import { parseVkey } from '../../../shared/ledger/vkey.ts'
import { ed25519PublicKey } from '../../core/ed25519.ts'
import { type ContentReport, verifyContentArchive, verifyContentFolder } from '../../core/evidence/verify-content.ts'
import { checkAgainstLog } from '../../core/evidence/find-seal.ts'
import { type PackageReport, verifyPackage } from '../../core/evidence/verify-package.ts'
import { readFileCapped } from '../../core/files/host-files.ts'
import { readFacility } from '../../core/log/read-facility.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { paragraphs, rows, wrapped } from '../format.ts'

const KEY_LIMIT = 16_384

export const evidenceVerify: Command = {
  name: 'evidence verify',
  takes: 'PACKAGE',
  summary: 'Verifies sealed evidence: a package as it is, or what a recipient opened (folder or evidence.tar).',
  details: [
    'Signatures over the lists of digests, every byte of every file, that nothing is missing and nothing was added, and that manifest, records and custody say the same. The README.txt of a package has the commands for the same checks with OpenSSL and coreutils, and the one that opens it.',
    'Nothing in a package can say whose key it is: give the key of the log with --key (its vkey, or PEM) or the facility with --facility. With --facility the package is also compared with what the log says of it.',
  ],
  examples: [
    'conclave evidence verify /media/stick/evidence-run-0007-seal --facility facility',
    'conclave evidence verify evidence.tar --key log.pem',
  ],
  options: {
    key: {
      type: 'string',
      value: 'KEY',
      multiple: true,
      help: 'Public keys that you trust, all of which must have signed: PEM files, or the vkey of a log.',
    },
    facility: { type: 'string', value: 'DIR', help: 'The facility whose log names the package.' },
  },
  positionals: { min: 1, max: 1 },
  run: verify,
}

async function verify(call: Call): Promise<Outcome> {
  const path = call.positionals[0] ?? ''
  const keys = call.list('key').map(readKey)
  const facility = call.option('facility')
  const state = facility === undefined ? null : readFacility(facility).state
  const logKey = state === null ? [] : [ed25519PublicKey(parseVkey(state.founded.logKey).publicKey)]
  const report = await verifyEvidence(path, [...keys, ...logKey])
  const inLog = state === null ? null : checkAgainstLog(state, report)
  const checks = [...report.checks, ...(inLog === null ? [] : [inLog])]
  const problem =
    report.problems[0] ??
    (inLog?.ok === false ? ({ code: 'evidence-changed', message: inLog.detail } as const) : undefined)
  const failure = problem && { ...problem, remedy: 'Keep it as it is, and verify another copy.' }
  const { manifest, signers, notChecked } = report
  const json = {
    ok: failure === undefined,
    name: manifest?.name ?? null,
    drill: manifest?.drill ?? null,
    mode: manifest?.mode ?? null,
    sha256: 'sha256' in report ? report.sha256 : null,
    signers,
    checks,
    notChecked,
    problems: report.problems,
  }
  return { json, text: describe(report, checks, failure === undefined), failure }
}

/** A package, an opened folder or an archive, whatever the path is. */
export async function verifyEvidence(path: string, keys: readonly KeyObject[]): Promise<PackageReport | ContentReport> {
  const status = lstatSync(path, { throwIfNoEntry: false })
  if (status === undefined) throw fail('file-not-found', `There is nothing at "${path}".`)
  if (status.isFile() && PART_NAME.test(path.split('/').at(-1) ?? ''))
    throw fail('file-type-unknown', 'This is one part of a package.', { remedy: 'Give the folder that it lies in.' })
  if (status.isFile()) return verifyContentArchive(path, keys)
  const sealed = lstatSync(join(path, partName(1)), { throwIfNoEntry: false }) !== undefined
  return sealed ? verifyPackage(path, keys) : verifyContentFolder(path, keys)
}

function describe(
  { manifest, notChecked }: PackageReport | ContentReport,
  checks: PackageReport['checks'],
  ok: boolean,
): string {
  const marks = [manifest?.drill === true ? 'DRILL' : [], manifest?.mode === 'practice' ? 'PRACTICE' : []].flat()
  const mark = marks.length === 0 ? '' : ` (${marks.join(', ')}: evidence of nothing)`
  return paragraphs(
    `${manifest?.name ?? 'The package'}${mark}: ${ok ? 'every check passed.' : 'REFUSED.'}`,
    rows(
      checks.map((check): [string, string] => [
        `${check.ok ? 'ok ' : 'BAD'}  ${check.name}`,
        wrapped(check.detail, '', 76),
      ]),
    ),
    notChecked.length === 0 ? null : `Not checked:\n${notChecked.map((line) => wrapped(`- ${line}`, '  ')).join('\n')}`,
  )
}

function readKey(text: string): KeyObject {
  if (text.includes('+')) return ed25519PublicKey(parseVkey(text).publicKey)
  try {
    return createPublicKey(Buffer.from(readFileCapped(text, KEY_LIMIT)))
  } catch (cause) {
    throw fail('file-type-unknown', `"${text}" is no public key.`, {
      remedy: 'Give a PEM file, or the vkey of the log as it stands on the genesis page.',
      cause,
    })
  }
}
