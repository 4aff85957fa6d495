import { sha256Hex, utf8ToBytes, equalBytes } from '../../../shared/bytes.ts'
import type { HandoffManifest } from '../../../shared/handoff/manifest.ts'
import {
  CHECKSUMS_PATH,
  LOG_ENTRY_PATH,
  LOG_POLICY_PATH,
  LOG_PROOF_PATH,
  MANIFEST_PATH,
  PREVIOUS_SIGNERS_FOLDER,
  signaturePath,
} from '../../../shared/handoff/names.ts'
import type { Finding, HandoffProblem } from './findings.ts'

/**
 * Every file is the one that the manifest hashes, none is missing, and there is none besides. `startsEpoch`: the signatures of those who
 * signed the epoch before were verified and belong to it.
 */
export function checkContent(
  manifest: HandoffManifest,
  files: ReadonlyMap<string, Uint8Array>,
  startsEpoch: boolean,
): Finding {
  const problems: HandoffProblem[] = []
  const mismatch = (message: string): void => {
    problems.push({ code: 'handoff-content-mismatch', message })
  }
  const expected = new Set([MANIFEST_PATH, ...manifest.signers_required.keys.map((key) => signaturePath(key.name))])
  if (manifest.artifacts.some(({ path }) => path === LOG_POLICY_PATH)) expected.add(LOG_ENTRY_PATH).add(LOG_PROOF_PATH)
  for (const { path, size, sha256 } of manifest.artifacts) {
    expected.add(path)
    const bytes = files.get(path)
    if (bytes === undefined) mismatch(`${path} is missing.`)
    else if (bytes.length !== size || sha256Hex(bytes) !== sha256) mismatch(`${path} is not the file that was signed.`)
  }
  for (const path of files.keys()) {
    if (!expected.has(path) && !(startsEpoch && path.startsWith(PREVIOUS_SIGNERS_FOLDER)))
      mismatch(`${path} is not in the manifest.`)
  }
  const lines = manifest.artifacts
    .filter(({ path }) => path !== CHECKSUMS_PATH)
    .map(({ path, sha256 }) => `${sha256}  ${path}\n`)
  const checksums = files.get(CHECKSUMS_PATH)
  if (checksums !== undefined && !equalBytes(checksums, utf8ToBytes(lines.join('')))) {
    mismatch(`${CHECKSUMS_PATH} says something else than the manifest.`)
  }
  return {
    detail: `All ${manifest.artifacts.length} files are those of the manifest, and there is no other.`,
    problems,
  }
}
