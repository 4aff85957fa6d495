import { bytesToHex, concatBytes, sha256Hex } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import { formatName } from '../../../../shared/pki/names.ts'
import { buildTbsCertificate } from '../../../../shared/pki/tbs-certificate.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { toInstant } from '../../clock.ts'
import { compareWithPlan, isAsPlanned } from '../../x509/comparison.ts'
import { readCertificateFields, readTbsFields } from '../../../../shared/pki/certificate-fields.ts'
import { assertNotRevoked, findKey } from '../issuers.ts'
import { findPlace } from '../key-place.ts'
import { lintPlannedCertificate } from '../lint-report.ts'
import { planCertificate } from '../planned-certificate.ts'
import type { StepContext } from '../step-context.ts'

const MINUTE = 60_000

/**
 * Builds the exact bytes that will be signed. The serial number is 01 and 16 bytes of the HSM's random numbers, for which
 * nobody has to log in; notBefore is this minute. Lint errors stop it here, before anybody is asked to approve.
 */
export async function previewCertificate(
  context: StepContext<'preview-certificate'>,
): Promise<StepOutput<'preview-certificate'>> {
  const { services, run, step, facility } = context
  const { artifacts, clock } = services.facility
  const notBefore = Math.floor(clock.now() / MINUTE) * MINUTE
  const plan = planCertificate(facility, artifacts, run, step, notBefore)
  assertNotRevoked(facility, plan.signingKey)
  findPlace(findKey(facility, plan.signingKey), context.token(step.token).name)
  const { planned } = plan
  const serial = concatBytes(Uint8Array.of(1), await hsmRandom(context, 16))
  const tbs = buildTbsCertificate({ ...planned, serial })
  if (!isAsPlanned(compareWithPlan(planned, tbs))) {
    throw fail(
      'tbs-mismatch',
      'The bytes that were built do not say what the plan says, read by an independent parser. Nothing was stored.',
      {
        remedy: 'This is a fault of Conclave. Record an exception and abort the run.',
      },
    )
  }
  const lint = lintPlannedCertificate(services.facility, tbs, plan)
  const fields = readTbsFields(tbs)
  const stored = artifacts.put(tbs)
  return {
    type: 'certificate',
    item: { kind: 'certificate', tbs: stored.sha256, size: tbs.length, key: plan.signingSpki },
    profile: planned.profile.profile,
    signingKey: plan.signingKey,
    signatureAlgorithm: planned.signatureAlgorithm,
    subject: formatName(planned.subject),
    issuer:
      plan.issuerDer === null ? formatName(planned.subject) : formatName(readCertificateFields(plan.issuerDer).subject),
    serial: bytesToHex(serial),
    notBefore: toInstant(fields.notBefore.milliseconds),
    notAfter: toInstant(fields.notAfter.milliseconds),
    subjectKey: sha256Hex(planned.subjectPublicKey),
    lint,
  }
}

/** C_GenerateRandom of the token that the step names: CA material never comes from the host's random numbers (design §6). */
async function hsmRandom(context: StepContext<'preview-certificate'>, length: number): Promise<Uint8Array> {
  const { room } = context.services
  const { ref: token } = context.token(context.step.token)
  const hsm = room.isOpen(token) ? room.opened(token) : await room.locate(token)
  const { random } = await hsm.call('random.generate', { token, length })
  return random
}
