import { outputOf, type RunState, type StepState } from '../procedure/run-state.ts'
import type { IssuedCertificate } from './state.ts'

/** The certificates of a step that signed many: what each of them says stands in the intents, its digest in the output. */
export function reissuedCertificates(
  run: RunState,
  { step, intents }: StepState,
  at: Pick<IssuedCertificate, 'run' | 'issuedAt' | 'index'>,
): IssuedCertificate[] {
  const { certificates, signingKey, profile, notBefore, notAfter } = outputOf(run, step.id, 'reissue-many')
  const items = intents
    .flatMap(({ intent, outcome }) => (intent.action === 'sign-many' && outcome === 'recorded' ? [intent] : []))
    .toSorted((one, other) => one.from - other.from)
    .flatMap((intent) => intent.items)
  return certificates.flatMap((certificate, index) => {
    const item = items[index]
    if (item === undefined) return []
    const { subject, serial, subjectKey } = item
    return [
      { certificate, subject, serial, subjectKey, signingKey, profile, notBefore, notAfter, recovered: false, ...at },
    ]
  })
}
