import { bytesToHex } from '../../../shared/bytes.ts'
import { authorityKeyIdentifierOf, readCertificateFields } from '../../../shared/pki/certificate-fields.ts'
import { EXTENSION_OID } from '../../../shared/pki/oids.ts'
import { decodePem, encodePem } from '../../../shared/pki/pem.ts'

interface Reply {
  readonly success: boolean
  readonly result: unknown
  readonly errors: readonly { readonly code: number; readonly message: string }[]
}

/** The HTTP API of cfssl: `address` ends with /api/v1/cfssl. Fails with what cfssl said. */
export class CfsslApi {
  readonly address: string

  constructor(address: string) {
    this.address = address
  }

  /** PEM of the CA that it signs with now. */
  async certificate(): Promise<string> {
    const { certificate } = (await this.#post('info', { label: '' })) as { certificate: string }
    return certificate
  }

  /** PEM of a certificate for a PKCS#10 request in PEM. */
  async sign(request: string, hosts: readonly string[]): Promise<string> {
    const signed = (await this.#post('sign', { certificate_request: request, hosts })) as { certificate: string }
    return signed.certificate
  }

  /** For a key that somebody else has. cfssl wants the serial in decimal, and the key identifier of the CA in lowercase hex. */
  async revoke(certificate: string): Promise<void> {
    const { serial, extensions } = readCertificateFields(decodePem('CERTIFICATE', certificate) ?? new Uint8Array())
    const authority = extensions.find(({ oid }) => oid === EXTENSION_OID.authorityKeyIdentifier)
    const identifier = authority === undefined ? null : authorityKeyIdentifierOf(authority.value)
    if (identifier === null) throw new Error('the certificate does not say which key signed it')
    await this.#post('revoke', {
      serial: BigInt(`0x${bytesToHex(serial)}`).toString(),
      authority_key_id: bytesToHex(identifier),
      reason: 'keycompromise',
    })
  }

  /** PEM of a new CRL of everything that was revoked. */
  async crl(expiry = '24h'): Promise<string> {
    const der = (await this.#request(`crl?expiry=${expiry}`, {})) as string
    return encodePem('X509 CRL', new Uint8Array(Buffer.from(der, 'base64')))
  }

  #post(operation: string, body: object): Promise<unknown> {
    return this.#request(operation, { method: 'POST', body: JSON.stringify(body) })
  }

  async #request(path: string, init: RequestInit): Promise<unknown> {
    const response = await fetch(`${this.address}/${path}`, init)
    const reply = (await response.json()) as Reply
    if (!reply.success) throw new Error(`cfssl ${path}: ${reply.errors.map(({ message }) => message).join('; ')}`)
    return reply.result
  }
}
