import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodePem } from '../../../../shared/pki/pem.ts'
import { importInto, rowsOf } from '../../../support/inventory-import.ts'
import { FACTS, leaf, lines, rejectsOf } from '../../../support/inventory-rows.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const scratch = scratchFolders()

describe('What is broken', () => {
  it('sets broken rows aside with line and reason, and takes the rest in', async () => {
    const folder = scratch()
    const file = join(folder, 'fleet.jsonl')
    const bad: [string | Buffer, string][] = [
      ['{"serial": ', 'it is not JSON'],
      ['[]', 'expected object'],
      [JSON.stringify({ ...FACTS, serial: 'xyz' }), 'serial: '],
      [JSON.stringify({ ...FACTS, serial: '41'.repeat(21) }), 'more than 20 octets'],
      [JSON.stringify({ ...FACTS, serial: undefined }), 'it has no serial'],
      [JSON.stringify({ ...FACTS, not_after: undefined }), 'it has no not_after'],
      [JSON.stringify({ ...FACTS, issuer_key_id: undefined }), 'neither issuer_key_id nor issuer_spki_sha256'],
      [JSON.stringify({ ...FACTS, not_before: '2026-02-31T00:00:00Z' }), 'a time that does not exist'],
      [JSON.stringify({ ...FACTS, not_after: '2020-01-01T00:00:00Z' }), 'not_after is before not_before'],
      [JSON.stringify({ ...FACTS, region: 'eu\u202e' }), 'U+202E'],
      [JSON.stringify({ ...FACTS, service: 'x'.repeat(65) }), 'service: '],
      [JSON.stringify({ ...FACTS, certificate: 'AAAA' }), 'no certificate'],
      [JSON.stringify({ ...FACTS, certificate: '?' }), 'neither one PEM block'],
      [
        JSON.stringify({ serial: '09', certificate: leaf(9).toString('base64') }),
        'serial contradicts the certificate of this row',
      ],
      [Buffer.from('{"serial": "41\xff"}', 'latin1'), 'it is not UTF-8'],
      [`{"serial": ${'['.repeat(100_000)}`, 'it is not JSON'],
      [`{"a": ${'['.repeat(60_000)}${']'.repeat(60_000)}}`, 'it has no serial'],
      [`{"serial": "${'4'.repeat(300_000)}"}`, 'more than 262144 bytes'],
    ]
    const parts = bad.flatMap(([row]) => [Buffer.from(row), Buffer.from('\n')])
    writeFileSync(
      file,
      Buffer.concat([
        Buffer.from('\uFEFF'),
        Buffer.from(lines(FACTS)),
        ...parts,
        Buffer.from(lines({ ...FACTS, serial: '02' })),
      ]),
    )
    const { document } = await importInto(folder, [file])
    expect(document.rows).toBe(2)
    expect(document.rejected).toBe(bad.length)
    const rejects = rejectsOf(folder)
    expect(rejects.map(({ at }) => at)).toEqual(bad.map((_, index) => index + 2))
    for (const [index, [, reason]] of bad.entries()) expect(rejects[index]?.reason).toContain(reason)
    expect(rejects[0]).toMatchObject({
      source: 'fleet.jsonl',
      unit: 'line',
      bytes: Buffer.from('{"serial": ').toString('base64'),
    })
  })

  it('a field of megabytes is set aside, and what follows goes in', async () => {
    const folder = scratch()
    const file = join(folder, 'fleet.jsonl')
    writeFileSync(file, `{"names": ["${'x'.repeat(5_000_000)}"]}\n${lines(FACTS)}`)
    const { document } = await importInto(folder, [file])
    expect([document.rows, document.rejected]).toEqual([1, 1])
    expect(rowsOf(join(folder, 'inventory.db'))[0]).toMatchObject({ serial: '410001', at: 2 })
  })

  it('says so when a file ends in the middle of a row', async () => {
    const folder = scratch()
    writeFileSync(join(folder, 'a.jsonl'), `${lines(FACTS)}{"serial": "42"`)
    writeFileSync(join(folder, 'b.der'), Buffer.concat([leaf(2), leaf(3).subarray(0, 100)]))
    writeFileSync(join(folder, 'c.pem'), encodePem('CERTIFICATE', leaf(4)).slice(0, 200))
    const { document } = await importInto(
      folder,
      ['a.jsonl', 'b.der', 'c.pem'].map((name) => join(folder, name)),
    )
    expect([document.rows, document.rejected]).toEqual([2, 3])
    expect(document.findings.map(({ kind, evidence: [at] }) => [kind, at?.source, at?.at.value])).toEqual([
      ['truncated', 'a.jsonl', 2],
      ['truncated', 'b.der', leaf(2).length],
      ['truncated', 'c.pem', 1],
    ])
  })

  it('passes over garbage between and behind DER certificates, and says where it was', async () => {
    const folder = scratch()
    const garbage = Buffer.from('0 garbage with a zero 0x30: 0000 \x30\x82\xff\xff\x30 and more')
    writeFileSync(join(folder, 'a.der'), Buffer.concat([leaf(1), garbage, leaf(2), Buffer.alloc(3000, 0x30)]))
    const { document } = await importInto(folder, [join(folder, 'a.der')])
    expect(document.rows).toBe(2)
    const rejects = rejectsOf(folder)
    expect(rejects.map(({ at }) => at)).toEqual([leaf(1).length, leaf(1).length + garbage.length + leaf(2).length])
  })

  it('sets a broken certificate aside and goes on behind it', async () => {
    const folder = scratch()
    const broken = Buffer.from(leaf(2))
    broken[8] = 0xff
    writeFileSync(join(folder, 'a.der'), Buffer.concat([leaf(1), broken, leaf(3)]))
    const { document } = await importInto(folder, [join(folder, 'a.der')])
    expect([document.rows, document.rejected]).toEqual([2, 1])
    expect(rejectsOf(folder)[0]?.reason).toContain('no certificate')
  })

  it('keeps nothing of a private key', async () => {
    const folder = scratch()
    const secret = 'TUlJRXZnSUJBREFOQmdrcWhraUc='
    const key = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`
    writeFileSync(join(folder, 'a.pem'), encodePem('CERTIFICATE', leaf(1)) + key + encodePem('CERTIFICATE', leaf(2)))
    const { document } = await importInto(folder, [join(folder, 'a.pem')])
    expect([document.rows, document.rejected]).toEqual([2, 1])
    expect(rejectsOf(folder)[0]).toMatchObject({ reason: 'a PRIVATE KEY, of which nothing was kept', bytes: null })
    expect(readFileSync(join(folder, 'inventory.db')).includes(secret)).toBe(false)
  })

  it('sets aside PEM blocks that are none, and files of no known kind', async () => {
    const folder = scratch()
    const good = encodePem('CERTIFICATE', leaf(1))
    const [head = '', , ...rest] = good.split('\n')
    const cut = [head, '!!!!', ...rest].join('\n')
    writeFileSync(
      join(folder, 'a.pem'),
      `${good}-----BEGIN CERTIFICATE-----\n${cut}${good.replace('END CERT', 'END CRT')}\u0000\u0001${good}`,
    )
    writeFileSync(join(folder, 'b.txt'), Buffer.from('{"serial": "01"}', 'utf16le'))
    writeFileSync(join(folder, 'c.txt'), '')
    writeFileSync(join(folder, 'd.txt'), 'Dear Sir or Madam')
    const { document } = await importInto(
      folder,
      ['a.pem', 'b.txt', 'c.txt', 'd.txt'].map((name) => join(folder, name)),
    )
    expect(document.rows).toBe(2)
    expect(rejectsOf(folder).map(({ source, reason }) => `${source}: ${reason}`)).toEqual([
      'a.pem: a PEM block without an end',
      'a.pem: a PEM block that is not base64',
      'a.pem: a PEM block whose BEGIN and END do not fit together',
      'a.pem: bytes between PEM blocks that are no text',
      expect.stringContaining('b.txt: '),
      'c.txt: an empty file',
      expect.stringContaining('d.txt: a file of no kind that is read here'),
    ])
  })
})
