import { isPractice } from '../../../../shared/facility/state.ts'
import { fail } from '../../../../shared/failure.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { mediaDeviation, worstMediaFirst } from '../../../../shared/room/media.ts'
import { inspectMedia } from '../../room/inspect-media.ts'
import type { StepContext } from '../step-context.ts'
import { asManyAsFit } from './entry-room.ts'

/** Lists and hashes every file of a medium. Throws file-not-found, file-unreadable, media-too-large, cancelled. */
export async function inspectMediaStep(context: StepContext<'inspect-media'>): Promise<StepOutput<'inspect-media'>> {
  const { input, services, facility } = context
  if (input.kind !== 'folder') throw fail('invalid-request', 'This step wants the folder where the medium is mounted.')
  const { summary, files, manifest } = await inspectMedia(input.path, {
    signal: context.signal,
    progress: (done, total) => {
      services.progress(`Reading the medium, ${megabytes(done)} of ${megabytes(total)} MB`)
    },
  })
  const { artifacts } = services.facility
  artifacts.put(manifest)
  const { sha256 } = artifacts.put(canonicalBytes({ summary, files }))
  const worstFirst = worstMediaFirst(summary.findings)
  return {
    ...summary,
    ...asManyAsFit(worstFirst),
    inspection: sha256,
    deviation: isPractice(facility) ? null : mediaDeviation(worstFirst),
  }
}

function megabytes(bytes: number): string {
  return String(Math.ceil(bytes / 1e6))
}
