import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readLabels } from '../../../../electron/core/inventory/read-labels.ts'
import { encodePem } from '../../../../shared/pki/pem.ts'
import { importInto, rowsOf } from '../../../support/inventory-import.ts'
import { FACTS, leaf, lines } from '../../../support/inventory-rows.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const scratch = scratchFolders()

describe('importInventory', () => {
  it('reads JSON Lines, PEM and DER into the same rows', async () => {
    const folder = scratch()
    mkdirSync(join(folder, 'in', 'sub'), { recursive: true })
    const pem = encodePem('CERTIFICATE', leaf(2))
    writeFileSync(join(folder, 'in', 'a.jsonl'), lines(FACTS, { certificate: pem, service: 'two' }))
    const bundle = `subject=fleet\n${pem.replaceAll('\n', '\r\n')}\n${encodePem('CERTIFICATE', leaf(3))}`
    writeFileSync(join(folder, 'in', 'b.pem'), bundle)
    const second = bundle.slice(0, bundle.lastIndexOf('-----BEGIN')).split('\n').length
    writeFileSync(join(folder, 'in', 'sub', 'c.der'), Buffer.concat([leaf(4), leaf(5)]))
    const { document } = await importInto(folder, [join(folder, 'in')])
    expect(document.sources.map(({ name, kind, rows, rejected }) => [name, kind, rows, rejected])).toEqual([
      ['a.jsonl', 'json-lines', 2, 0],
      ['b.pem', 'pem', 2, 0],
      ['sub/c.der', 'der', 2, 0],
    ])
    expect(rowsOf(join(folder, 'inventory.db'))).toEqual([
      {
        serial: '410001',
        names: 'DNS:svc-1.eu.fleet.example\nURI:spiffe://fleet.example/svc-1',
        labels: 'svc-1|production|eu|team-1',
        source: 0,
        at: 1,
      },
      { serial: '410002', names: 'DNS:svc-2.eu.fleet.example', labels: 'two|||', source: 0, at: 2 },
      { serial: '410002', names: 'DNS:svc-2.eu.fleet.example', labels: '|||', source: 1, at: 2 },
      { serial: '410003', names: 'DNS:svc-3.eu.fleet.example', labels: '|||', source: 1, at: second },
      { serial: '410004', names: 'DNS:svc-4.eu.fleet.example', labels: '|||', source: 2, at: 0 },
      { serial: '410005', names: 'DNS:svc-5.eu.fleet.example', labels: '|||', source: 2, at: leaf(4).length },
    ])
    expect(document.issuers).toHaveLength(2)
    expect(document.repeated.rows).toBe(1)
  })

  it('two certificates with one serial number of one issuer are a finding with both places', async () => {
    const folder = scratch()
    const der = Buffer.concat([
      leaf(1),
      leaf(2),
      leaf(1, 'other.example'),
      leaf(2),
      leaf(1, 'x.example', 'Issuing CA 2'),
    ])
    writeFileSync(join(folder, 'a.der'), der)
    const { document } = await importInto(folder, [join(folder, 'a.der')])
    expect(document.rows).toBe(5)
    expect(document.repeated.rows).toBe(1)
    const [finding, ...others] = document.findings
    expect(others).toEqual([])
    expect(finding).toMatchObject({ kind: 'serial-reused', severity: 'serious', serial: '410001' })
    expect(finding?.evidence.map(({ at }) => at.value)).toEqual([0, leaf(1).length * 2, expect.any(Number)])
  })

  it('counts fields that it does not know, and takes the rows in', async () => {
    const folder = scratch()
    writeFileSync(
      join(folder, 'a.jsonl'),
      lines(FACTS, { ...FACTS, serial: '02', enviroment: 'x' }, { ...FACTS, serial: '03', enviroment: 'y' }),
    )
    const { document } = await importInto(folder, [join(folder, 'a.jsonl')])
    expect(document.rows).toBe(3)
    expect(document.findings.map(({ kind, words }) => [kind, words])).toEqual([
      ['unknown-field', 'Rows have a field "enviroment", which is not known; it was left out.'],
    ])
  })

  it('labels certificates by rules; what a row says itself comes first', async () => {
    const folder = scratch()
    const rules = join(folder, 'fleet.labels.yaml')
    writeFileSync(
      rules,
      'labels: fleet\nrules:\n  - dns: "{service}.{region}.fleet.example"\n    environment: production\n    owner: team-a\n',
    )
    writeFileSync(join(folder, 'a.der'), leaf(1))
    writeFileSync(join(folder, 'b.jsonl'), lines({ certificate: leaf(2).toString('base64'), owner: 'team-b' }))
    await importInto(folder, [join(folder, 'a.der'), join(folder, 'b.jsonl')], { labels: readLabels(rules) })
    expect(rowsOf(join(folder, 'inventory.db')).map(({ labels }) => labels)).toEqual([
      'svc-1|production|eu|team-a',
      'svc-2|production|eu|team-b',
    ])
    writeFileSync(rules, 'labels: fleet\nrules:\n  - dnss: x\n')
    expect(() => readLabels(rules)).toThrow('labels-invalid')
  })
})
