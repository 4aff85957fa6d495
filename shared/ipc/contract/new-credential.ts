import { z } from '../../zod.ts'
import { secretBytes } from './signing.ts'

/** How a person signs. The secret is a new passphrase, or the PIN of their card. */
export const newCredential = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('key-file'),
    secret: secretBytes,
    place: z.enum(['facility', 'own-media']),
    folder: z.string().min(1).max(4096).optional(),
  }),
  z.strictObject({
    kind: z.literal('card'),
    secret: secretBytes,
    label: z.string().max(64),
    serial: z.string().max(64),
    /** CKA_ID of a key that the card has; without it a new P-256 key is made on the card. */
    keyId: z.string().max(128).optional(),
  }),
])
export type NewCredentialRequest = z.infer<typeof newCredential>
