import { fail } from '../../../shared/failure.ts'
import { outputOf, type RunState } from '../../../shared/procedure/run-state.ts'
import { commonName } from '../log/wording.ts'
import { referredStep } from './referred-step.ts'

export interface ReferredDigest {
  readonly digest: string
  /** "the certificate of Fleet Root G1" */
  readonly of: string
}

/** The SHA-256 by which people know what an earlier step made. */
export function referredDigest(run: RunState, reference: string): ReferredDigest {
  const { step, output } = referredStep(run, reference)
  switch (step.kind) {
    case 'generate-key': {
      const { key } = outputOf(run, step.id, 'generate-key')
      return { digest: key.spki, of: `the public key of ${key.name}` }
    }
    case 'preview-certificate': {
      const { item, subject } = outputOf(run, step.id, 'preview-certificate')
      return { digest: item.tbs, of: `the bytes to be signed for ${commonName(subject)}` }
    }
    case 'preview-crl': {
      const { item, number, issuer } = outputOf(run, step.id, 'preview-crl')
      return { digest: item.tbs, of: `the bytes to be signed for CRL ${String(number)} of ${commonName(issuer)}` }
    }
    case 'issue-certificate': {
      const { certificate, subject } = outputOf(run, step.id, 'issue-certificate')
      return { digest: certificate, of: `the certificate of ${commonName(subject)}` }
    }
    case 'issue-crl': {
      const { crl, number, issuer } = outputOf(run, step.id, 'issue-crl')
      return { digest: crl, of: `CRL ${String(number)} of ${commonName(issuer)}` }
    }
    case 'import-request': {
      const { request, fileName } = outputOf(run, step.id, 'import-request')
      return { digest: request, of: `the request ${fileName}` }
    }
    case 'import-recipients': {
      const { recipientsFile, fileName } = outputOf(run, step.id, 'import-recipients')
      return { digest: recipientsFile, of: `the file of recipients ${fileName}` }
    }
    case 'seal-evidence': {
      const sealed = outputOf(run, step.id, 'seal-evidence').package
      return { digest: sealed.sha256, of: `the package ${sealed.name}` }
    }
    case 'build-handoff': {
      const { manifest, sequence, domain } = outputOf(run, step.id, 'build-handoff')
      return { digest: manifest, of: `the manifest of hand-off ${String(sequence)} for ${domain}` }
    }
    case 'revoke': {
      const { item } = outputOf(run, step.id, 'revoke')
      return { digest: item.tbs, of: 'the document of what is to be revoked' }
    }
    case 'prepare-reissue': {
      const { item } = outputOf(run, step.id, 'prepare-reissue')
      return { digest: item.tbs, of: 'the document of what is to be signed' }
    }
    case 'register-receiver': {
      const { change } = outputOf(run, step.id, 'register-receiver')
      if (change.change !== 'register-receiver') throw fail('log-inconsistent', 'It registers no receiver.')
      return { digest: change.certificate_sha256, of: `the certificate of the receiver ${change.name}` }
    }
    default:
      if (output !== null && 'change' in output) return { digest: output.item.tbs, of: 'the proposed change' }
      throw fail('log-inconsistent', `"${reference}" names nothing that has a digest.`)
  }
}
