import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes, utf8ToBytes } from '../../../shared/bytes.ts'
import { formatCheckpoint, parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { cosignatureMessage, cosignatureTime, noteVerifier } from '../../../shared/ledger/cosignature.ts'
import { openNote, parseNote, signNote } from '../../../shared/ledger/note.ts'
import { failureOf } from '../../support/failure.ts'
import { testCosigner, testSigner } from '../../support/note-signer.ts'

const root = hexToBytes('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328')

describe('checkpoints', () => {
  const written = formatCheckpoint({ origin: 'conclave.example/log', size: 8, root })

  it('are three lines that are read back', () => {
    expect(written).toBe('conclave.example/log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n')
    expect(parseCheckpoint(written)).toEqual({ origin: 'conclave.example/log', size: 8, root })
  })

  it.each([
    ['a leading zero', written.replace('\n8\n', '\n08\n')],
    ['a sign', written.replace('\n8\n', '\n+8\n')],
    ['a size that JavaScript cannot count', written.replace('\n8\n', '\n9007199254740993\n')],
    ['no size', written.replace('\n8\n', '\n\n')],
    ['no origin', written.replace('conclave.example/log', '')],
    ['a short root', written.replace(/\n[^\n]+\n$/, '\nAAAA\n')],
    ['an extension line', `${written}extension\n`],
    ['no newline at the end', written.slice(0, -1)],
  ])('refuse %s', (_, bad) => {
    expect(failureOf(() => parseCheckpoint(bad))).toBe('invalid-request')
  })

  it('are not written with an origin of two lines or a size that is no count', () => {
    expect(failureOf(() => formatCheckpoint({ origin: 'a\nb', size: 8, root }))).toBe('invalid-request')
    expect(failureOf(() => formatCheckpoint({ origin: 'a', size: -1, root }))).toBe('invalid-request')
    expect(failureOf(() => formatCheckpoint({ origin: 'a', size: 1, root: root.subarray(1) }))).toBe('invalid-request')
  })
})

describe('cosignatures', () => {
  const checkpoint = formatCheckpoint({ origin: 'conclave.example/log', size: 8, root })
  const ada = testCosigner('ada', 7)
  const note = `${signNote(checkpoint, testSigner('conclave.example/log', 1))}${ada.cosign(checkpoint, 1_795_600_000)}\n`

  it('sign the C2SP message', () => {
    const message = cosignatureMessage(1_795_600_000, checkpoint)
    expect(message).toEqual(utf8ToBytes(`cosignature/v1\ntime 1795600000\n${checkpoint}`))
  })

  it('verify beside the signature of the log and tell their time', () => {
    const [verified] = openNote(note, [noteVerifier(ada.key)]).verified
    expect(verified?.name).toBe('ada')
    expect(cosignatureTime(verified?.signature ?? new Uint8Array())).toBe(1_795_600_000)
    expect(bytesToHex(verified?.signature.subarray(0, 8) ?? new Uint8Array())).toBe('000000006b06ae80')
  })

  it('do not verify over another checkpoint or with another time', () => {
    const { signatures } = parseNote(note)
    const own = signatures[1]?.signature ?? new Uint8Array()
    const verifier = noteVerifier(ada.key)
    expect(verifier.verify(checkpoint, own)).toBe(true)
    expect(verifier.verify(checkpoint.replace('\n8\n', '\n9\n'), own)).toBe(false)
    const later = own.slice()
    later[7] = (later[7] ?? 0) ^ 1
    expect(verifier.verify(checkpoint, later)).toBe(false)
    expect(verifier.verify(checkpoint, own.subarray(8))).toBe(false)
  })

  it('cannot be mistaken for a signature by the same key under type 0x01', () => {
    expect(testSigner('ada', 7).keyId).not.toBe(ada.key.keyId)
  })
})
