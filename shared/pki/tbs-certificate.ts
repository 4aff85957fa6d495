import { bytesToHex, equalBytes } from '../bytes.ts'
import { fail, type FailureDetail, type OperationError } from '../failure.ts'
import { SIGNATURE_ALGORITHM_IDENTIFIER } from './algorithm-identifiers.ts'
import type { SignatureAlgorithm } from './algorithms.ts'
import { isEncodableTime, time } from './der-time.ts'
import { contextConstructed, integer, octetString, sequence, unsignedInteger } from './der.ts'
import {
  authorityKeyIdentifierValue,
  basicConstraintsValue,
  caIssuersValue,
  certificatePoliciesValue,
  crlDistributionPointsValue,
  extendedKeyUsageValue,
  extension,
  keyUsageValue,
  nameConstraintsValue,
} from './extensions.ts'
import { type DistinguishedName, distinguishedName, encodeName } from './names.ts'
import type { Profile } from './profile.ts'
import { keyAlgorithmOf, type PublicKey, readPublicKey } from './public-key.ts'
import { subjectKeyIdentifier } from './subject-key-identifier.ts'

const DAY = 86_400_000

/** What a certificate takes from the certificate above it, copied byte for byte. */
export interface Issuer {
  readonly name: Uint8Array
  readonly keyIdentifier: Uint8Array
  readonly notAfter: number
}

export interface CertificateInput {
  readonly profile: Profile
  readonly subject: DistinguishedName
  /** SubjectPublicKeyInfo, DER. */
  readonly subjectPublicKey: Uint8Array
  readonly issuer: 'self' | Issuer
  /** 01 and 16 random octets from the HSM. */
  readonly serial: Uint8Array
  /** Milliseconds since the epoch, whole seconds. */
  readonly notBefore: number
  /** Earlier than the profile's end, for a certificate that must not outlive something. */
  readonly notAfter?: number | undefined
  readonly signatureAlgorithm: SignatureAlgorithm
  /** Copied from an existing certificate of the same key; RFC 7093 method 1 otherwise. */
  readonly subjectKeyIdentifier?: Uint8Array | undefined
}

/** The last second of a validity of whole days: both ends are inclusive (BR §6.3.2). */
export function notAfterOf(notBefore: number, validityDays: number): number {
  return notBefore + validityDays * DAY - 1000
}

/** 01 and 16 random octets: positive, never short, 128 bits of entropy (BR §7.1 wants 64). */
export function isSerial(serial: Uint8Array): boolean {
  return serial.length === 17 && serial[0] === 0x01
}

/** The exact DER of TBSCertificate. `plan-invalid` for input that the profile or the issuer does not allow. */
export function buildTbsCertificate(input: CertificateInput): Uint8Array {
  const { profile, issuer, notBefore, subjectPublicKey } = input
  if (!isSerial(input.serial))
    throw refuse('its serial number is not 01 and 16 random bytes', { serial: bytesToHex(input.serial) })
  const notAfter = checkedNotAfter(input)
  checkSubject(input)
  checkKey(input)
  const ownIdentifier = input.subjectKeyIdentifier ?? subjectKeyIdentifier(subjectPublicKey)
  const subject = encodeName(input.subject)
  const issuerName = issuer === 'self' ? subject : issuer.name
  if (issuer !== 'self' && equalBytes(issuer.name, subject)) {
    throw refuse('its subject is the name of its issuer, which only a root may have')
  }
  return sequence(
    contextConstructed(0, integer(2)),
    unsignedInteger(input.serial),
    SIGNATURE_ALGORITHM_IDENTIFIER[input.signatureAlgorithm],
    issuerName,
    sequence(time(notBefore), time(notAfter)),
    subject,
    subjectPublicKey,
    contextConstructed(
      3,
      sequence(...extensionsOf(profile, ownIdentifier, issuer === 'self' ? ownIdentifier : issuer.keyIdentifier)),
    ),
  )
}

/** In the order of Go's crypto/x509, so that another tool given the same inputs makes the same bytes. */
function extensionsOf(profile: Profile, ownIdentifier: Uint8Array, issuerIdentifier: Uint8Array): Uint8Array[] {
  const { extendedKeyUsage, caIssuers, certificatePolicies, nameConstraints, crlDistributionPoints } = profile
  const list = [extension('keyUsage', true, keyUsageValue(profile.keyUsage))]
  if (extendedKeyUsage) list.push(extension('extendedKeyUsage', false, extendedKeyUsageValue(extendedKeyUsage)))
  list.push(
    extension('basicConstraints', true, basicConstraintsValue(profile.basicConstraints)),
    extension('subjectKeyIdentifier', false, octetString(ownIdentifier)),
    extension('authorityKeyIdentifier', false, authorityKeyIdentifierValue(issuerIdentifier)),
  )
  if (caIssuers) list.push(extension('authorityInfoAccess', false, caIssuersValue(caIssuers)))
  if (certificatePolicies)
    list.push(extension('certificatePolicies', false, certificatePoliciesValue(certificatePolicies)))
  if (nameConstraints) list.push(extension('nameConstraints', true, nameConstraintsValue(nameConstraints)))
  if (crlDistributionPoints) {
    list.push(extension('cRLDistributionPoints', false, crlDistributionPointsValue(crlDistributionPoints)))
  }
  return list
}

function checkedNotAfter({ profile, issuer, notBefore, notAfter: asked }: CertificateInput): number {
  const limit = notAfterOf(notBefore, profile.validityDays)
  const notAfter = asked ?? limit
  if (!isEncodableTime(notBefore) || !isEncodableTime(notAfter)) {
    throw refuse('its times are not whole seconds between 1950 and 9999')
  }
  if (notAfter < notBefore) throw refuse('it would end before it begins')
  if (notAfter > limit) throw refuse(`it would be valid for more than the ${profile.validityDays} days of its profile`)
  if (issuer !== 'self' && notAfter > issuer.notAfter) {
    throw refuse('it would outlive the certificate of its issuer', {
      notAfter: new Date(notAfter).toISOString(),
      issuerNotAfter: new Date(issuer.notAfter).toISOString(),
    })
  }
  return notAfter
}

function checkSubject({ profile, subject }: CertificateInput): void {
  const problems = distinguishedName.safeParse(subject).error?.issues ?? []
  if (problems.length > 0) {
    throw refuse(
      `its subject is refused: ${problems.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    )
  }
  for (const part of ['country', 'organization', 'commonName'] as const) {
    const fixed = profile.subject?.[part]
    if (fixed !== undefined && subject[part] !== fixed) {
      throw refuse(`the ${part} of its subject is not "${fixed}", as profile ${profile.profile} says`)
    }
  }
}

function checkKey({ profile, subjectPublicKey }: CertificateInput): void {
  const algorithm = keyAlgorithmOf(readKey(subjectPublicKey))
  if (algorithm === null || !profile.keyAlgorithms.includes(algorithm)) {
    throw refuse(`profile ${profile.profile} does not allow its key`, { allowed: profile.keyAlgorithms })
  }
}

function readKey(spki: Uint8Array): PublicKey {
  try {
    return readPublicKey(spki)
  } catch (cause) {
    throw fail('plan-invalid', 'The certificate was not built: its public key is not a SubjectPublicKeyInfo.', {
      cause,
    })
  }
}

function refuse(reason: string, detail: FailureDetail = {}): OperationError {
  return fail('plan-invalid', `The certificate was not built: ${reason}.`, {
    remedy: 'Correct the plan or the profile, and review it again.',
    detail,
  })
}
