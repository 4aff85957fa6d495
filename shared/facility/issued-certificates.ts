import { outputOf, type RunState, type StepState } from '../procedure/run-state.ts'
import type { IssuedCertificate } from './state.ts'

type Issuing = Pick<IssuedCertificate, 'run' | 'issuedAt' | 'index'>

/** What a step issued: one certificate, or many. */
export function issuedCertificates(run: RunState, done: StepState, at: Issuing): IssuedCertificate[] {
  const { step } = done
  if (step.kind === 'reissue-many') return reissuedCertificates(run, done, at)
  return [{ ...outputOf(run, step.id, 'issue-certificate'), ...at }]
}

/** What each of many certificates says stands in the intents, its digest in the output. */
function reissuedCertificates(run: RunState, { step, intents }: StepState, at: Issuing): IssuedCertificate[] {
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
