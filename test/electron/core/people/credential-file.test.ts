import { execFileSync } from 'node:child_process'
import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  createCredential,
  KDF_DEFAULT,
  type KdfParameters,
  unlockCredential,
  UnlockedCredential,
} from '../../../../electron/core/people/credential-file.ts'
import { hexToBytes, utf8ToBytes } from '../../../../shared/bytes.ts'
import { failureOf } from '../../../support/failure.ts'
import { rejectionOf } from '../../../support/rejection.ts'

const WORDS = 'glacier ribbon anvil'
/** The lowest that a file may have: what matters here is not the time. */
const CHEAP: KdfParameters = { memoryKiB: 8_192, passes: 1, lanes: 1 }
const made = await createCredential('ada', 'ada-1', utf8ToBytes(WORDS), CHEAP)

interface KeyFile {
  publicKey: string
  person: string
  kdf: Record<string, unknown>
  cipher: Record<string, string>
}

function changed(change: (file: KeyFile & Record<string, unknown>) => void): Uint8Array {
  const file = JSON.parse(new TextDecoder().decode(made.file)) as KeyFile & Record<string, unknown>
  change(file)
  return utf8ToBytes(JSON.stringify(file))
}

function flip(hex: string | undefined): string {
  return `${hex?.startsWith('0') === true ? '1' : '0'}${hex?.slice(1) ?? ''}`
}

async function codeOf(file: Uint8Array, words = WORDS): Promise<string> {
  return (await rejectionOf(unlockCredential(file, made.credential, utf8ToBytes(words)))).code
}

describe('A key file', () => {
  it('opens with its passphrase and signs what OpenSSL verifies with the enrolled key', async () => {
    const credential = await unlockCredential(made.file, made.credential, utf8ToBytes(WORDS))
    const message = utf8ToBytes('a statement')
    const spki = Buffer.from(`302a300506032b6570032100${made.credential.publicKey}`, 'hex')
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    expect(verify(null, message, key, credential.sign(message))).toBe(true)
    expect(credential.publicKey).toBe(made.credential.publicKey)
  })

  it('of an earlier version still opens: Argon2id as @noble/hashes derives it, in three lanes', async () => {
    const publicKey = 'feaa29e20ff37165c48dc3125e32ce02b673976bdd0b8f321ffca2badd407477'
    const earlier = JSON.stringify({
      format: 'conclave-key-file/v1',
      person: 'ada',
      credential: 'ada-1',
      publicKey,
      kdf: { name: 'argon2id', memoryKiB: 8192, passes: 2, lanes: 3, salt: '9c2280de0e5d910e341c9f7c71a5e892' },
      cipher: {
        name: 'aes-256-gcm',
        nonce: 'c6c9d5d87d82fde295f7d71d',
        text: '40098559dfabe33daacd85bc0aefb3e2ca7e028958730c2f41fedbb0f188a1bd',
        tag: '7a615d9864d9eeb52cdef2123d01fef1',
      },
    })
    const opened = await unlockCredential(utf8ToBytes(earlier), { ...made.credential, publicKey }, utf8ToBytes(WORDS))
    expect(opened.publicKey).toBe(publicKey)
  })

  it('opens wherever its passphrase is typed, whether an accent is a character of its own or not', async () => {
    const words = 'zwölf rosé äpfel'
    const accented = await createCredential('eve', 'eve-1', utf8ToBytes(words.normalize('NFC')), CHEAP)
    const apart = utf8ToBytes(words.normalize('NFD'))
    expect(apart).not.toEqual(utf8ToBytes(words.normalize('NFC')))
    const opened = await unlockCredential(accented.file, accented.credential, apart)
    expect(opened.publicKey).toBe(accented.credential.publicKey)
  })

  it('is wiped: after that it does not sign as this person any more', async () => {
    const credential = await unlockCredential(made.file, made.credential, utf8ToBytes(WORDS))
    const before = credential.sign(utf8ToBytes('a'))
    credential.wipe()
    expect(failureOf(() => credential.sign(utf8ToBytes('a')))).toBe('internal')
    expect(before).toHaveLength(64)
  })

  it('holds neither the passphrase nor the seed, and no two are alike', async () => {
    const again = await createCredential('ada', 'ada-1', utf8ToBytes(WORDS), CHEAP)
    expect(new TextDecoder().decode(made.file)).not.toContain('battery')
    expect(again.credential.publicKey).not.toBe(made.credential.publicKey)
  })

  it.each(['glacier ribbon anvi', 'Glacier ribbon anvil', 'glacier ribbon anvil ', ''])(
    'does not open with "%s"',
    async (words) => {
      expect(await codeOf(made.file, words)).toBe('passphrase-incorrect')
    },
  )

  it('does not open for another person', async () => {
    const other = await createCredential('ben', 'ben-1', utf8ToBytes(WORDS), CHEAP)
    expect(await codeOf(other.file)).toBe('credential-damaged')
  })

  it('does not open under the public key of another', async () => {
    const other = await createCredential('ben', 'ben-1', utf8ToBytes(WORDS), CHEAP)
    const file = changed((content) => {
      content.publicKey = other.credential.publicKey
    })
    const failure = await rejectionOf(unlockCredential(file, other.credential, utf8ToBytes(WORDS)))
    expect(failure.code).toBe('passphrase-incorrect')
  })

  it.each<[string, (file: KeyFile & Record<string, unknown>) => void]>([
    [
      'cipher text',
      (file) => {
        file.cipher['text'] = flip(file.cipher['text'])
      },
    ],
    [
      'tag',
      (file) => {
        file.cipher['tag'] = flip(file.cipher['tag'])
      },
    ],
    [
      'nonce',
      (file) => {
        file.cipher['nonce'] = flip(file.cipher['nonce'])
      },
    ],
    [
      'salt',
      (file) => {
        file.kdf['salt'] = flip(String(file.kdf['salt']))
      },
    ],
    [
      'person',
      (file) => {
        file.person = 'eve'
      },
    ],
    [
      'passes',
      (file) => {
        file.kdf['passes'] = 2
      },
    ],
  ])('does not open when its %s was changed', async (_what, change) => {
    expect(await codeOf(changed(change))).toBe('passphrase-incorrect')
  })

  it.each<[string, Uint8Array]>([
    ['is empty', new Uint8Array()],
    ['is cut', made.file.slice(0, 200)],
    ['is not UTF-8', Uint8Array.of(0xff, 0xfe, 0x7b)],
    [
      'is another format',
      changed((file) => {
        file['format'] = 'conclave-key-file/v2'
      }),
    ],
    [
      'says more than it may',
      changed((file) => {
        file['comment'] = 'x'
      }),
    ],
    [
      'says less than it must',
      changed((file) => {
        Reflect.deleteProperty(file, 'cipher')
      }),
    ],
    [
      'has a short tag',
      changed((file) => {
        file.cipher['tag'] = 'ab'.repeat(8)
      }),
    ],
    [
      'has too little memory',
      changed((file) => {
        file.kdf['memoryKiB'] = 8_191
      }),
    ],
    [
      'has no passes',
      changed((file) => {
        file.kdf['passes'] = 0
      }),
    ],
    [
      'asks for all memory of the machine',
      changed((file) => {
        file.kdf['memoryKiB'] = 1_048_577
      }),
    ],
    [
      'asks for years',
      changed((file) => {
        file.kdf['passes'] = 17
      }),
    ],
  ])('is refused as damaged when it %s', async (_what, file) => {
    expect(await codeOf(file)).toBe('credential-damaged')
  })
})

describe('createCredential', () => {
  it.each(['', 'short words', 'aaaaaaaaaaaaaaaa', 'ababababababab', 'AaAaBbBbCcCcAaAa'])(
    'refuses the passphrase "%s"',
    async (words) => {
      expect((await rejectionOf(createCredential('ada', 'ada-1', utf8ToBytes(words), CHEAP))).code).toBe(
        'passphrase-weak',
      )
    },
  )

  it('counts characters, not bytes', async () => {
    const failure = await rejectionOf(createCredential('ada', 'ada-1', utf8ToBytes('äöüéàñçß€'), CHEAP))
    expect(failure.code).toBe('passphrase-weak')
  })

  it('costs as much as OWASP asks for unless told otherwise', () => {
    expect(KDF_DEFAULT.memoryKiB * KDF_DEFAULT.passes).toBeGreaterThanOrEqual(47_104)
    expect(hexToBytes(made.credential.publicKey)).toHaveLength(32)
  })
})

describe('A key derived from a key file', () => {
  it('is HKDF-SHA256 of the seed, as OpenSSL computes it, and another one for every purpose', () => {
    const seed = Uint8Array.from({ length: 32 }, (_, at) => at + 1)
    const credential = new UnlockedCredential('00'.repeat(32), seed)
    const info = utf8ToBytes('conclave-share/v1|vault.example|00|ada')
    const key = credential.deriveKey(info)
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
    const options = ['digest:SHA256', `hexkey:${hex(seed)}`, `hexinfo:${hex(info)}`].flatMap((option) => [
      '-kdfopt',
      option,
    ])
    const openssl = execFileSync('openssl', ['kdf', '-keylen', '32', '-binary', ...options, 'HKDF'])
    expect(hex(key)).toBe(hex(openssl))
    expect(hex(credential.deriveKey(utf8ToBytes('another purpose')))).not.toBe(hex(key))
  })

  it('is not derived after the credential was wiped', () => {
    const credential = new UnlockedCredential('00'.repeat(32), new Uint8Array(32).fill(7))
    credential.wipe()
    expect(failureOf(() => credential.deriveKey(utf8ToBytes('info')))).toBe('internal')
  })
})
