import type { StepView } from '../../../shared/ipc/contract/steps.ts'
import type { DigestView } from '../../../shared/ipc/contract/views.ts'

export interface Spoken {
  /** What the digest is of. */
  readonly title: string
  readonly digest: DigestView
}

/** The digests that the room reads aloud in this step, in order. */
export function spokenDigests({ body }: Pick<StepView, 'body'>): readonly Spoken[] {
  switch (body.kind) {
    case 'approve':
      return body.items.map((item) => ({ title: item.title, digest: item.tbs }))
    case 'confirm':
      return body.digest === null ? [] : [{ title: body.digestOf ?? 'SHA-256', digest: body.digest }]
    case 'read-back':
      return body.digest === null ? [] : [{ title: `SHA-256 of ${body.of}`, digest: body.digest }]
    case 'sign-off':
      return [{ title: `Checkpoint ${body.checkpoint.size.toLocaleString('en')}`, digest: body.checkpoint.root }]
    default:
      return []
  }
}
