import { digest, slug } from '../ids.ts'
import { z } from '../zod.ts'
import { domainName } from './names.ts'

/** Who applies the hand-offs of one domain and answers with signed receipts and status reports. */
export const receiver = z.strictObject({
  name: slug,
  domain: domainName,
  /** DER in base64: self-signed, P-384, only ever used to compare with and to verify. */
  certificate: z
    .string()
    .max(8192)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'a certificate is DER in base64'),
  certificate_sha256: digest,
})
export type Receiver = z.infer<typeof receiver>

export interface RegisteredReceiver extends Receiver {
  readonly since: string
  readonly removedAt: string | null
}
