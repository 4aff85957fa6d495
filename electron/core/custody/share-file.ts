import { createCipheriv, createDecipheriv } from 'node:crypto'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '../../../shared/bytes.ts'
import { SHARE_BYTES } from '../../../shared/custody/secret-block.ts'
import { type ShareSet, shareSetId } from '../../../shared/custody/share-set.ts'
import { fail } from '../../../shared/failure.ts'
import { hex, slug } from '../../../shared/ids.ts'
import { canonicalBytes } from '../../../shared/ledger/canonical-json.ts'
import { z } from '../../../shared/zod.ts'
import type { UnlockedCredential } from '../people/credential-file.ts'
import { hostRandom } from '../random.ts'
import type { NameOf } from './combine.ts'
import type { Share } from './split.ts'

/** A share under AES-256-GCM; the key by HKDF from the custodian's key file. All but `cipher` is authenticated with it. */
const shareFile = z.strictObject({
  format: z.literal('conclave-share/v1'),
  /** Of the facility's log. */
  origin: z.string().min(1).max(200),
  set: shareSetId,
  token: slug,
  person: slug,
  /** The public half of the credential that opens it: a person may have several. */
  publicKey: hex.length(64),
  cipher: z.strictObject({
    name: z.literal('aes-256-gcm'),
    nonce: hex.length(24),
    text: hex.length(2 * SHARE_BYTES),
    tag: hex.length(32),
  }),
})
type ShareFile = z.infer<typeof shareFile>

/** What a share file says of itself, to be shown before anybody types a passphrase. Not yet believed. */
export type ShareFileHeader = Omit<ShareFile, 'cipher'>

/** The bytes of a share file. The share is the caller's to wipe. */
export function sealShare(origin: string, token: string, share: Share, credential: UnlockedCredential): Uint8Array {
  const header: ShareFileHeader = {
    format: 'conclave-share/v1',
    origin,
    set: share.set,
    token,
    person: share.person,
    publicKey: credential.publicKey,
  }
  const key = shareKey(header, credential)
  const nonce = hostRandom(12)
  try {
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(canonicalBytes(header))
    const text = concatBytes(cipher.update(share.share), cipher.final())
    const file: ShareFile = {
      ...header,
      cipher: {
        name: 'aes-256-gcm',
        nonce: bytesToHex(nonce),
        text: bytesToHex(text),
        tag: bytesToHex(cipher.getAuthTag()),
      },
    }
    return utf8ToBytes(`${JSON.stringify(shareFile.parse(file), null, 2)}\n`)
  } finally {
    key.fill(0)
  }
}

/** Fails with `share-damaged` unless it is a whole conclave-share/v1. */
export function shareFileHeader(file: Uint8Array): ShareFileHeader {
  const { cipher: _, ...header } = parseFile(file)
  return header
}

export interface ExpectedShare {
  readonly origin: string
  readonly set: ShareSet
  readonly person: string
  readonly nameOf?: NameOf
}

/**
 * The share in a file, which the caller wipes. Fails with `share-of-other-set` (or another facility's), `share-wrong` (another
 * person's, `detail.belongsTo`) and `share-damaged`: the file was changed, or another credential of the person sealed it.
 */
export function openShare(file: Uint8Array, expected: ExpectedShare, credential: UnlockedCredential): Share {
  const { cipher: sealed, ...header } = parseFile(file)
  assertExpected(header, expected)
  if (header.publicKey !== credential.publicKey) {
    throw fail(
      'share-damaged',
      `This share was sealed with another key file of ${expected.nameOf?.(header.person) ?? header.person}.`,
      {
        remedy: 'Open the key file that sealed it, or give the share on paper.',
        detail: { custodian: header.person },
      },
    )
  }
  const key = shareKey(header, credential)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, hexToBytes(sealed.nonce))
    decipher.setAAD(canonicalBytes(header))
    decipher.setAuthTag(hexToBytes(sealed.tag))
    const text = decipher.update(hexToBytes(sealed.text))
    try {
      decipher.final()
      return { set: header.set, person: header.person, share: new Uint8Array(text) }
    } finally {
      text.fill(0)
    }
  } catch (cause) {
    throw damaged(cause)
  } finally {
    key.fill(0)
  }
}

function assertExpected(header: ShareFileHeader, { origin, set, person, nameOf = (one) => one }: ExpectedShare): void {
  if (header.set !== set.id || header.origin !== origin || header.token !== set.token) {
    throw fail(
      'share-of-other-set',
      `This share file of ${nameOf(person)} belongs to another set, perhaps to one that was replaced.`,
      {
        remedy: 'Take the share file of the newest set.',
        detail: { custodian: person, set: header.set, expected: set.id },
      },
    )
  }
  if (header.person !== person) {
    throw fail('share-wrong', `This file is the share of ${nameOf(header.person)}, not of ${nameOf(person)}.`, {
      remedy: `Take the share file of ${nameOf(person)}.`,
      detail: { custodian: person, belongsTo: header.person },
    })
  }
}

/** The origin alone may hold "|": from the end, the three parts are told apart. */
function shareKey(header: ShareFileHeader, credential: UnlockedCredential): Uint8Array {
  return credential.deriveKey(utf8ToBytes(`conclave-share/v1|${header.origin}|${header.set}|${header.person}`))
}

function parseFile(file: Uint8Array): ShareFile {
  try {
    return shareFile.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file)))
  } catch (cause) {
    throw damaged(cause)
  }
}

function damaged(cause: unknown) {
  return fail('share-damaged', 'This share file is not whole: it was changed or cut. Nothing was tried on the token.', {
    remedy: 'Take another copy of the file, or let another custodian give a share.',
    cause,
  })
}
