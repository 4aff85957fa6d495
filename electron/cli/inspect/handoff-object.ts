import { fail } from '../../../shared/failure.ts'
import { handoffName, MANIFEST_PATH } from '../../../shared/handoff/names.ts'
import { sha256Hex } from '../../../shared/bytes.ts'
import { readHandoff } from '../../core/handoff/container.ts'
import { readManifest } from '../../core/handoff/verify-manifest.ts'
import { digestText } from '../format.ts'
import type { Inspection } from './inspection.ts'

/** What a hand-off says about itself. Throws what reading it throws, and handoff-malformed. */
export async function inspectHandoff(path: string): Promise<Inspection> {
  const container = await readHandoff(path)
  const { manifest, problems } = readManifest(container)
  if (manifest === null) {
    throw fail(
      'handoff-malformed',
      `The manifest of ${path} is refused: ${problems.map(({ message }) => message).join('; ')}.`,
      { remedy: 'Keep it, install nothing of it, and ask for the hand-off again.' },
    )
  }
  const manifestSha256 = sha256Hex(container.files.get(MANIFEST_PATH) ?? new Uint8Array())
  const { threshold, keys } = manifest.signers_required
  return {
    kind: 'hand-off',
    data: { name: handoffName(manifest), manifestSha256, manifest },
    rows: [
      ['Name', handoffName(manifest)],
      ['Facility', manifest.practice ? 'PRACTICE: never install it' : 'production'],
      ['For', `${manifest.domain}, epoch ${String(manifest.epoch)}, sequence ${String(manifest.sequence)}`],
      ['Issued', manifest.issued_at],
      ['Expires', manifest.expires_at],
      ['Next by', manifest.next_expected_by],
      ['Signers', `${String(threshold)} of ${keys.map(({ name }) => name).join(', ')}`],
      ['Log', `${manifest.log_checkpoint.origin}, checkpoint of ${String(manifest.log_checkpoint.size)} entries`],
      ['Actions', manifest.actions.map(({ kind, target }) => `${kind} ${target}`).join('\n') || 'none'],
      ['Files', manifest.artifacts.map(({ path: name, size }) => `${name}, ${String(size)} bytes`).join('\n')],
      ['Manifest', digestText(manifestSha256)],
    ],
    note: 'Nothing of it was verified: "conclave handoff verify" does.',
  }
}
