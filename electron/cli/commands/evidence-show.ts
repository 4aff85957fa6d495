import { custodyText } from '../../../shared/evidence/custody-text.ts'
import type { PackageReport } from '../../core/evidence/verify-package.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { digestText, paragraphs, rows } from '../format.ts'
import { verifyEvidence } from './evidence-verify.ts'

export const evidenceShow: Command = {
  name: 'evidence show',
  takes: 'PACKAGE',
  summary: 'What sealed evidence is: a package as it is, or every item with its custody once it is opened.',
  details: [
    'Of a package that is not opened: who sealed it, when, for whom, and its digests. Of an opened one (the folder, or evidence.tar): the custody record of every item.',
    'It believes what stands there and says whether it verifies; "evidence verify" is the command that explains.',
  ],
  options: {},
  positionals: { min: 1, max: 1 },
  run: show,
}

async function show(call: Call): Promise<Outcome> {
  const report = await verifyEvidence(call.positionals[0] ?? '', [])
  const [first] = report.problems
  const failure = first && { ...first, remedy: 'Look at it with "conclave evidence verify".' }
  const verdict = first === undefined ? 'Everything in it has its digest.' : `REFUSED: ${first.message}`
  if ('collections' in report) {
    const { manifest, collections } = report
    return {
      json: { ok: report.ok, manifest, collections },
      text: paragraphs(manifest === null ? null : custodyText(manifest, collections).trimEnd(), verdict),
      failure,
    }
  }
  return {
    json: { ok: report.ok, manifest: report.manifest, sha256: report.sha256 },
    text: paragraphs(describe(report), verdict),
    failure,
  }
}

function describe({ manifest, sha256, signers }: PackageReport): string {
  if (manifest === null) return 'Its manifest cannot be read.'
  const { content, recipients } = manifest
  return rows([
    ['Package', manifest.name],
    ['Kind', [manifest.drill ? 'DRILL' : [], manifest.mode].flat().join(', ')],
    ['Facility', `${manifest.facilityName} (${manifest.facility})`],
    ['Run and step', `${manifest.run}, ${manifest.step}`],
    ['Sealed', manifest.sealedAt],
    ['Signed by', signers.join(', ')],
    [
      'Holds',
      `${String(content.items)} items, ${String(content.size)} bytes, in ${String(content.parts.length)} parts`,
    ],
    ...recipients.map(({ subject, sha256: certificate }): [string, string] => ['For', `${subject}\n${certificate}`]),
    ...(sha256 === null ? [] : [['SHA-256', digestText(sha256)] as [string, string]]),
  ])
}
