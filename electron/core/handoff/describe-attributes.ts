import { bytesToHex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { childrenOf, contentOf, type DerElement, readDer } from '../../../shared/pki/der-reader.ts'
import { objectIdentifierValue, timeValue } from '../../../shared/pki/der-values.ts'
import { CMS_OID } from './cms.ts'

export interface DescribedAttributes {
  /** SHA-384 of the content, hex. */
  readonly messageDigest: string
  readonly signingTime: string
  /** SHA-256 of the signer's certificate in signingCertificateV2 (RFC 5035), hex. */
  readonly certificateSha256: string
}

/** What the SET OF signed attributes says, for people who approve it. `handoff-malformed` when it says anything else. */
export function describeSignedAttributes(der: Uint8Array): DescribedAttributes {
  try {
    const attributes = [...childrenOf(readDer(der))]
    if (attributes.length !== 4) throw new RangeError(`${String(attributes.length)} attributes`)
    const value = (type: string): DerElement => valueOf(attributes, type)
    return {
      messageDigest: bytesToHex(contentOf(value(CMS_OID.messageDigest))),
      signingTime: new Date(timeValue(value(CMS_OID.signingTime)).milliseconds).toISOString(),
      certificateSha256: bytesToHex(certificateHash(value(CMS_OID.signingCertificateV2))),
    }
  } catch (cause) {
    throw fail('handoff-malformed', 'The bytes to be signed are not the four attributes of a hand-off signature.', {
      cause,
    })
  }
}

function valueOf(attributes: readonly DerElement[], type: string): DerElement {
  const found = attributes.find((attribute) => objectIdentifierValue(firstOf(attribute)) === type)
  if (found === undefined) throw new RangeError(`no attribute ${type}`)
  const [, set] = childrenOf(found)
  if (set === undefined) throw new RangeError(`no value of ${type}`)
  return firstOf(set)
}

/** SigningCertificateV2 > certs > ESSCertIDv2 > certHash. The default hash, SHA-256, is not written. */
function certificateHash(value: DerElement): Uint8Array {
  return contentOf(firstOf(firstOf(firstOf(value))))
}

function firstOf(parent: DerElement): DerElement {
  const [first] = childrenOf(parent)
  if (first === undefined) throw new RangeError('an empty field')
  return first
}
