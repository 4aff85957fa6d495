import { bytes, slug } from '../../ids.ts'
import { z } from '../../zod.ts'

/** A passphrase or PIN on its way to core: UTF-8 bytes, overwritten by core after use. */
export const secretBytes = bytes.refine((value) => value.length > 0 && value.length <= 1024, 'between 1 and 1024 bytes')

/**
 * Who signs, and the passphrase of their key file or the PIN of their card. Without `credential` core takes the one that
 * they have; `keyFile` says where a key file is that is kept on their own media.
 */
export const signing = {
  person: slug,
  secret: secretBytes,
  credential: slug.optional(),
  keyFile: z.string().min(1).max(4096).optional(),
}
