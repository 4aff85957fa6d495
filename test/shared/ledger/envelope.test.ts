import { describe, expect, it } from 'vitest'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import {
  encodeEnvelope,
  type Envelope,
  MAX_ENTRY_LENGTH,
  NO_PREVIOUS,
  parseEnvelope,
} from '../../../shared/ledger/envelope.ts'
import { failureOf } from '../../support/failure.ts'

const entry: Envelope = {
  v: 1,
  index: 0,
  time: '2026-11-25T09:30:00.000Z',
  timeSource: 'host-clock',
  kind: 'facility-founded',
  actor: null,
  role: null,
  run: null,
  step: null,
  data: { name: 'Vault 7' },
  blobs: [{ sha256: 'ab'.repeat(32), size: 12, name: 'photo.jpg' }],
  prev: NO_PREVIOUS,
}

describe('the entry envelope', () => {
  it('is canonical JSON, and is read back', () => {
    const bytes = encodeEnvelope(entry)
    expect(new TextDecoder().decode(bytes)).toBe(
      `{"actor":null,"blobs":[{"name":"photo.jpg","sha256":"${'ab'.repeat(32)}","size":12}],` +
        '"data":{"name":"Vault 7"},"index":0,"kind":"facility-founded",' +
        `"prev":"${NO_PREVIOUS}","role":null,"run":null,"step":null,` +
        '"time":"2026-11-25T09:30:00.000Z","timeSource":"host-clock","v":1}',
    )
    expect(parseEnvelope(bytes)).toEqual(entry)
  })

  it.each([
    ['another version', { v: 2 }],
    ['a negative index', { index: -1 }],
    ['a day that does not exist', { time: '2026-02-30T09:30:00.000Z' }],
    ['an hour that does not exist', { time: '2026-02-20T25:30:00.000Z' }],
    ['a time without milliseconds', { time: '2026-11-25T09:30:00Z' }],
    ['another time source', { timeSource: 'guess' }],
    ['a kind that is no slug', { kind: 'Facility founded' }],
    ['an unknown role', { role: 'king' }],
    ['a run that is no run', { run: '1' }],
    ['data that is a list', { data: [] }],
    ['data that is nothing', { data: null }],
    ['data that JSON cannot hold', { data: { size: 0.5 } }],
    ['a blob with a wrong digest', { blobs: [{ sha256: 'ab', size: 1, name: 'a' }] }],
    ['a short prev', { prev: '00' }],
    ['a field that nobody knows', { note: 'x' }],
  ])('refuses %s', (_, change) => {
    expect(failureOf(() => encodeEnvelope({ ...entry, ...change } as Envelope))).toBe('invalid-request')
  })

  it('refuses a missing field and other spellings when it is read', () => {
    const text = new TextDecoder().decode(encodeEnvelope(entry))
    expect(failureOf(() => parseEnvelope(utf8ToBytes(text.replace('"actor":null,', ''))))).toBe('invalid-request')
    expect(failureOf(() => parseEnvelope(utf8ToBytes(text.replace(',', ', '))))).toBe('invalid-request')
    expect(failureOf(() => parseEnvelope(utf8ToBytes('[]')))).toBe('invalid-request')
  })

  it('has at most 65,535 bytes, to the byte', () => {
    const without = encodeEnvelope({ ...entry, data: { text: '' } }).length
    const full = { ...entry, data: { text: 'x'.repeat(MAX_ENTRY_LENGTH - without) } }
    expect(encodeEnvelope(full)).toHaveLength(MAX_ENTRY_LENGTH)
    const over = { ...entry, data: { text: 'x'.repeat(MAX_ENTRY_LENGTH - without + 1) } }
    expect(failureOf(() => encodeEnvelope(over))).toBe('entry-too-large')
    expect(failureOf(() => parseEnvelope(new Uint8Array(MAX_ENTRY_LENGTH + 1)))).toBe('entry-too-large')
  })
})
