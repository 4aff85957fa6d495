import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import type { ArtifactStore } from '../facility/artifacts.ts'
import type { EntryContext } from '../facility/entry-draft.ts'

const NAMES = [
  'certificate',
  'crl',
  'request',
  'manifest',
  'dossier',
  'tar',
  'facts',
  'inspection',
  'sealed',
  'report',
  'signature',
  'record',
  'recipientsFile',
  'contentManifest',
  'packageManifest',
  'sums',
  'message',
  'inventory',
  'rejects',
  'labels',
  'impact',
  'reconciliation',
] as const

/** Artifacts that an output names, so that its entry binds them. */
export function outputBlobs(artifacts: ArtifactStore, output: StepOutput): NonNullable<EntryContext['blobs']> {
  const members: Readonly<Record<string, unknown>> = { ...output, ...revocationArtifacts(output) }
  return [...NAMES, 'entries', 'list'].flatMap((name) => {
    const sha256 = members[name]
    if (typeof sha256 !== 'string' || !artifacts.has(sha256)) return []
    return [{ sha256, size: artifacts.sizeOf(sha256), name }]
  })
}

function revocationArtifacts(output: StepOutput): { readonly entries?: string; readonly list?: string | undefined } {
  return 'revocations' in output ? { entries: output.revocations.entries, list: output.revocations.list?.sha256 } : {}
}
