import { concatBytes, utf8ToBytes } from '../bytes.ts'
import { contextConstructed, objectIdentifier, sequence, utf8String } from '../pki/der.ts'
import { EXTENDED_KEY_USAGE_OID } from '../pki/oids.ts'
import { encodePem } from '../pki/pem.ts'

/** A certificate of a key that nobody may trust any more. */
export interface BlockedCertificate {
  /** File name without ending: a slug. */
  readonly name: string
  readonly der: Uint8Array
}

/** The object file of p11-kit's trust module (its manual, "Trust Policy Format"): distrusted whatever else says so. */
export function p11KitBlock({ name, der }: BlockedCertificate): Uint8Array {
  const head = `[p11-kit-object-v1]\nclass: certificate\nlabel: "${name} (distrusted)"\ntrusted: false\nx-distrusted: true\n`
  return utf8ToBytes(`${head}${encodePem('CERTIFICATE', der)}`)
}

/**
 * The distrusted form of OpenSSL (X509_CERT_AUX behind the certificate, `openssl x509 -addreject anyExtendedKeyUsage -trustout`): a
 * chain that meets it in a CAfile ends with error 28, certificate rejected. It is told by `reject` [0] in the auxiliary data.
 */
export function opensslReject({ name, der }: BlockedCertificate): Uint8Array {
  const reject = contextConstructed(0, objectIdentifier(EXTENDED_KEY_USAGE_OID.any))
  return utf8ToBytes(encodePem('TRUSTED CERTIFICATE', concatBytes(der, sequence(reject, utf8String(name)))))
}
