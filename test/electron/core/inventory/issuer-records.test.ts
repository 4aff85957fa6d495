import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { keyOfCertificate } from '../../../../electron/core/inventory/authority-key.ts'
import { computeImpact } from '../../../../electron/core/inventory/impact.ts'
import { openInventory } from '../../../../electron/core/inventory/open-inventory.ts'
import { decodePem } from '../../../../shared/pki/pem.ts'
import { makeCfsslKey, startCfssl } from '../../../support/fleet/cfssl.ts'
import { freePort } from '../../../support/fleet/free-port.ts'
import { TestRoot } from '../../../support/fleet/test-root.ts'
import { importInto, rowsOf } from '../../../support/inventory-import.ts'
import { leaf, rejectsOf } from '../../../support/inventory-rows.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const scratch = scratchFolders()

const TABLE = `CREATE TABLE certificates (serial_number blob NOT NULL, authority_key_identifier blob NOT NULL, ca_label blob,
  status blob NOT NULL, reason int, expiry timestamp, revoked_at timestamp, pem blob NOT NULL,
  PRIMARY KEY (serial_number, authority_key_identifier))`

describe('What issuers say they issued', () => {
  it('a real cfssl: its database and its CRL, with the revocation', async () => {
    const folder = scratch()
    const root = new TestRoot(join(folder, 'root'))
    const ca = join(folder, 'ca')
    const { key, request } = makeCfsslKey(ca, 'Fleet Issuing 1')
    const certificate = join(ca, 'ca.pem')
    writeFileSync(certificate, root.certify(request))
    const cfssl = await startCfssl({ folder: ca, certificate, key, port: await freePort(), url: 'http://127.0.0.1' })
    try {
      execFileSync(
        'openssl',
        [
          'req',
          '-newkey',
          'ed25519',
          '-nodes',
          '-subj',
          '/CN=x',
          '-keyout',
          join(folder, 'k.pem'),
          '-out',
          join(folder, 'r.pem'),
        ],
        { stdio: 'ignore' },
      )
      const leaves: string[] = []
      for (const name of ['a.example', 'b.example', 'c.example'])
        leaves.push(await cfssl.api.sign(readFileSync(join(folder, 'r.pem'), 'utf8'), [name]))
      await cfssl.api.revoke(leaves[1] ?? '')
      writeFileSync(join(folder, 'issuing.crl'), await cfssl.api.crl())
    } finally {
      await cfssl.stop()
    }
    const of = keyOfCertificate(decodePem('CERTIFICATE', readFileSync(certificate, 'utf8')) ?? new Uint8Array())
    const { document } = await importInto(folder, [cfssl.files.database, join(folder, 'issuing.crl')], { of: 'issuer' })
    expect(document.sources.map(({ kind, rows, rejected }) => [kind, rows, rejected])).toEqual([
      ['certdb', 3, 0],
      ['crl', 1, 0],
    ])
    expect(rowsOf(join(folder, 'inventory.db')).map(({ names }) => names)).toEqual([
      'DNS:a.example',
      'DNS:b.example',
      'DNS:c.example',
      '',
    ])
    const inventory = openInventory(join(folder, 'inventory.db'))
    const impact = computeImpact(inventory, { key: of, since: null, until: null, now: Date.now() })
    inventory.close()
    expect(impact.totals).toMatchObject({ certificates: 3, live: 2 })
    expect(impact.remaining.find(({ remaining }) => remaining === 'revoked')?.certificates).toBe(1)
  })

  it('takes a certdb that was in WAL mode, and writes nothing beside it', async () => {
    const folder = scratch()
    const path = join(folder, 'certs.db')
    const database = new Database(path)
    database.pragma('journal_mode = WAL')
    database.exec(TABLE)
    const insert = database.prepare('INSERT INTO certificates VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    const keyId = '07'.repeat(20)
    const pem = (serial: number): string =>
      `-----BEGIN CERTIFICATE-----\n${leaf(serial).toString('base64')}\n-----END CERTIFICATE-----\n`
    insert.run(
      String(0x41_0001),
      keyId,
      '',
      'good',
      0,
      '2026-10-02 00:00:00+00:00',
      '0001-01-01 00:00:00+00:00',
      pem(1),
    )
    insert.run(
      String(0x41_0002),
      keyId,
      '',
      'revoked',
      1,
      '2026-10-02 00:00:00+00:00',
      '2026-10-01 12:00:00+00:00',
      pem(2),
    )
    insert.run('99', keyId, '', 'good', 0, '2026-10-02 00:00:00+00:00', null, pem(3))
    insert.run('100', keyId, '', 'good', 0, '2026-10-02 00:00:00+00:00', null, '')
    insert.run('-5', keyId, '', 'good', 0, null, null, pem(4))
    insert.run('101', 'no hex', '', 'good', 0, null, null, '')
    insert.run('102', keyId, '', 'good', 0, null, null, 'x'.repeat(200_000))
    database.pragma('wal_checkpoint(TRUNCATE)')
    const copy = join(folder, 'copy.db')
    copyFileSync(path, copy)
    database.close()
    const before = readFileSync(copy)
    const { document } = await importInto(folder, [copy], { of: 'issuer' })
    expect(readFileSync(copy)).toEqual(before)
    expect([document.rows, document.rejected]).toEqual([4, 3])
    expect(rejectsOf(folder).map(({ at, reason }) => [at, reason])).toEqual([
      [3, 'serial contradicts the certificate of this row'],
      [5, 'serial_number is no decimal number of at most 20 octets'],
      [6, 'authority_key_identifier is no hex'],
    ])
  })

  it('sets a database aside that is no certdb, or only looks like one', async () => {
    const folder = scratch()
    const make = (name: string, sql: string): string => {
      const database = new Database(join(folder, name))
      database.exec(sql)
      database.close()
      return join(folder, name)
    }
    const files = [
      make('other.db', 'CREATE TABLE other (x)'),
      make('view.db', 'CREATE TABLE t (x); CREATE VIEW certificates AS SELECT * FROM t'),
      make('columns.db', 'CREATE TABLE certificates (serial_number blob)'),
    ]
    const damaged = readFileSync(
      make('damaged.db', `${TABLE}; INSERT INTO certificates VALUES ('1', '0a', '', 'good', 0, '', '', '')`),
    )
    writeFileSync(join(folder, 'damaged.db'), damaged.subarray(0, 5000))
    const { document } = await importInto(folder, [...files, join(folder, 'damaged.db')], { of: 'issuer' })
    expect(document.rows).toBe(0)
    expect(document.sources.map(({ rejected }) => rejected)).toEqual([1, 1, 1, 1])
  })

  it('reads the detailed list of OpenBao, over several answers, and sets broken members aside', async () => {
    const folder = scratch()
    const member = (dns: string, more: object = {}) => ({
      common_name: 'fleet "}" \\',
      dns_names: [dns],
      issuer: 'CN=Fleet Issuing 1,O=Meridian Fleet AG,C=CH',
      key_bits: 256,
      key_type: 'ec',
      not_after: '2026-12-01T00:00:00Z',
      not_before: '2026-11-01T00:00:00Z',
      ...more,
    })
    const answer = (key_info: object) => ({
      request_id: 'x "key_info": {',
      lease_id: '',
      data: { key_info, keys: Object.keys(key_info) },
      warnings: null,
    })
    const first = answer({
      '39:dd:2e:01': member('a.example'),
      'ff-02': member('b.example'),
      nothing: member('c.example'),
    })
    const second = answer({
      '03': member('d.example', { not_after: undefined }),
      '04': { ...member('e.example'), dns_names: null },
    })
    const text = `${JSON.stringify(first)}\n${JSON.stringify(second, null, 2)}\n`
    writeFileSync(join(folder, 'list.json'), text)
    const { document } = await importInto(folder, [join(folder, 'list.json')], { of: 'issuer' })
    expect(document.sources.map(({ kind, rows, rejected }) => [kind, rows, rejected])).toEqual([
      ['detailed-list', 3, 2],
    ])
    expect(rowsOf(join(folder, 'inventory.db')).map(({ serial, names, at }) => [serial, names, at])).toEqual([
      ['39dd2e01', 'DNS:a.example', text.indexOf('"39:dd')],
      ['ff02', 'DNS:b.example', text.indexOf('"ff-02')],
      ['04', '', text.indexOf('"04"')],
    ])
    expect(rejectsOf(folder).map(({ at }) => at)).toEqual([text.indexOf('"nothing"'), text.indexOf('"03"')])
    const inventory = openInventory(join(folder, 'inventory.db'))
    const key = {
      words: 'C=CH, O=Meridian Fleet AG, CN=Fleet Issuing 1',
      spki_sha256: null,
      key_ids: ['aa'],
      name_sha256: 'b'.repeat(64),
    }
    const impact = computeImpact(inventory, { key, since: null, until: null, now: Date.UTC(2026, 10, 15) })
    inventory.close()
    expect(impact).toMatchObject({ totals: { certificates: 3 }, by_name_only: 3 })
  })

  it('says where a detailed list was cut', async () => {
    const folder = scratch()
    writeFileSync(join(folder, 'list.json'), '{"data": {"key_info": {"01": {"not_after": "2026-12-01T00:00:00Z"')
    const { document } = await importInto(folder, [join(folder, 'list.json')], { of: 'issuer' })
    expect([document.rows, document.rejected]).toEqual([0, 1])
    expect(document.findings.map(({ kind }) => kind)).toEqual(['truncated'])
  })
})
