import { fail } from '../../../../shared/failure.ts'
import { assembleCertificate } from '../../../../shared/pki/certificate.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import type { Reissue } from '../../../../shared/reissue/document.ts'
import { listedCertificates } from '../../reissue/approved-list.ts'
import { certificateLinter } from '../../x509/lint/certificate-lint.ts'
import { BackgroundVerifier } from '../../x509/verify-in-background.ts'
import { assertApproved } from '../approvals.ts'
import { assertNotRevoked, findIssuer, planProfile } from '../issuers.ts'
import type { StepContext } from '../step-context.ts'
import { type SignedBatch, signList } from './sign-many.ts'

type Context = StepContext<'reissue-many'>

/** approved list -> lint -> signatures, batch by batch -> each verified by OpenSSL -> certificates -> lint again -> artifacts. */
export async function reissueMany(context: Context): Promise<StepOutput<'reissue-many'>> {
  const { step, services, facility, run } = context
  const { artifacts } = services.facility
  const { item, reissue: document } = context.output(step.reissue, 'prepare-reissue')
  assertNotRevoked(facility, document.issuer)
  assertApproved(facility, run, context.referred(step.approval), item, artifacts.get(item.tbs))
  const listed = listedCertificates(artifacts, document)
  lint(
    context,
    document,
    listed.map(({ tbs }) => tbs),
  )
  const { signatureAlgorithm: algorithm } = document
  const verifier = new BackgroundVerifier(algorithm, artifacts.get(document.spki))
  const certificates: Uint8Array[] = []
  let anyRecovered = false
  const take = async ({ from, listed: batch, signatures, recovered }: SignedBatch): Promise<void> => {
    anyRecovered ||= recovered
    if (from + batch.length === listed.length) verifier.hurry()
    const verified = batch.map(({ tbs }, index) => verifier.verify(tbs, signatures[index] ?? new Uint8Array()))
    if ((await Promise.all(verified)).includes(false))
      throw fail(
        'signature-invalid',
        `A signature that ${document.issuer} returned does not verify. It is in the log and was not used.`,
        { remedy: 'Record an exception. Do not use this token before its fault is known.' },
      )
    for (const [index, { tbs }] of batch.entries())
      certificates[from + index] = assembleCertificate(tbs, algorithm, signatures[index] ?? new Uint8Array())
  }
  await signList(context, document, item, listed, take)
  services.progress(`Keeping ${String(certificates.length)} certificates`)
  lint(context, document, certificates)
  const { issuer: signingKey, profile, notBefore, notAfter } = document
  return {
    reissue: item.tbs,
    signingKey,
    profile,
    notBefore,
    notAfter,
    certificates: await artifacts.putAll(certificates),
    recovered: anyRecovered,
  }
}

/** The same rules over what is about to be signed, and was: an approval may be days old. Throws lint-failed. */
function lint({ services, facility, run, state }: Context, document: Reissue, all: readonly Uint8Array[]): void {
  const profile = planProfile(run.plan, document.profile)
  const issuer = findIssuer(facility, services.facility.artifacts, document.issuer)
  const signed = state.intents.find(({ outcome }) => outcome === 'recorded')
  const at = signed === undefined ? services.facility.clock.now() : Date.parse(signed.time)
  const { kind, checkedAgainst } = profile
  const read = certificateLinter({ kind, at, issuer: issuer.der, checkedAgainst })
  for (const der of all) {
    const errors = read(der).findings.filter(({ severity }) => severity === 'error')
    if (errors.length > 0)
      throw fail(
        'lint-failed',
        `A certificate of the list breaks: ${errors.map(({ message, citation }) => `${message} (${citation})`).join('; ')}.`,
        { remedy: 'Record an exception and abort the run. What was signed is in the log; nothing was issued.' },
      )
  }
}
