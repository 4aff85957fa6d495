import { hex } from '../ids.ts'
import { cardAlgorithm, tokenRef } from '../ipc/hsm-contract.ts'
import { z } from '../zod.ts'

/** A person's PKCS#11 card: which token, which key on it. The private half never leaves the card. */
export const cardCredential = z.strictObject({
  kind: z.literal('card'),
  algorithm: cardAlgorithm,
  /** DER SubjectPublicKeyInfo. */
  publicKey: hex.min(2),
  token: tokenRef,
  /** CKA_ID. */
  keyId: hex.min(2),
})
export type CardCredential = z.infer<typeof cardCredential>
