import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../../../../shared/bytes.ts'
import { tbsOfCertificate } from '../../../../shared/pki/certificate.ts'
import { encodePem } from '../../../../shared/pki/pem.ts'
import { tbsOfCrl } from '../../../../shared/pki/tbs-crl.ts'
import { type Authority, loadProfile, makeCrl, makeIssuing, makeRoot, NOT_BEFORE } from './authority.ts'
import { makeFolder, run } from './tool.ts'

const DAY = 86_400_000
const AT = String(NOT_BEFORE / 1000 + 3600)

function key(authority: Authority): string {
  return authority.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
}

function pem(authority: Authority): string {
  return encodePem('CERTIFICATE', authority.certificate)
}

describe('What we sign', () => {
  it.each(['ec-p384', 'ec-p256', 'rsa-3072', 'ed25519'] as const)(
    'is accepted by OpenSSL, certificate and CRL, with %s',
    (algorithm) => {
      const folder = makeFolder()
      const root = makeRoot({ algorithm })
      const issuing = makeIssuing(root)
      folder.write('root.pem', pem(root))
      folder.write('issuing.pem', pem(issuing))
      folder.write('crl.pem', encodePem('X509 CRL', makeCrl(root, []).crl))
      const verify = ['verify', '-check_ss_sig', '-x509_strict', '-attime', AT, '-CAfile', 'root.pem']
      expect(run('openssl', [...verify, 'root.pem', 'issuing.pem'], { cwd: folder.root })).toEqual({
        code: 0,
        output: 'root.pem: OK\nissuing.pem: OK\n',
      })
      expect(
        run('openssl', ['crl', '-in', 'crl.pem', '-CAfile', 'root.pem', '-noout'], { cwd: folder.root }).output,
      ).toContain('verify OK')
      const chain = [...verify, '-crl_check_all', '-CRLfile', 'crl.pem', 'issuing.pem']
      expect(run('openssl', chain, { cwd: folder.root }).code).toBe(0)
    },
  )

  it('as signer of hand-offs passes "openssl cms -verify" without -purpose', () => {
    const folder = makeFolder()
    const signer = makeRoot({ profile: loadProfile('handoff-signer') })
    folder.write('signer.pem', pem(signer))
    folder.write('signer.key', key(signer))
    folder.write('manifest.json', '{}')
    const signed = ['-binary', '-in', 'manifest.json', '-signer', 'signer.pem', '-inkey', 'signer.key', '-md', 'sha384']
    expect(
      run('openssl', ['cms', '-sign', ...signed, '-outform', 'DER', '-out', 'a.p7s'], { cwd: folder.root }).code,
    ).toBe(0)
    const verify = ['-binary', '-inform', 'DER', '-in', 'a.p7s', '-content', 'manifest.json', '-CAfile', 'signer.pem']
    const result = run('openssl', ['cms', '-verify', ...verify, '-attime', AT, '-out', 'out'], { cwd: folder.root })
    expect(result).toMatchObject({ code: 0, output: expect.stringContaining('CMS Verification successful') as unknown })
  })

  it('is refused by OpenSSL after it is revoked', () => {
    const folder = makeFolder()
    const root = makeRoot()
    const issuing = makeIssuing(root)
    const entries = [
      {
        serial: issuing.input.serial,
        revocationDate: NOT_BEFORE,
        reason: 'cACompromise' as const,
        invalidityDate: NOT_BEFORE - DAY,
      },
    ]
    folder.write('root.pem', pem(root))
    folder.write('issuing.pem', pem(issuing))
    folder.write('crl.pem', encodePem('X509 CRL', makeCrl(root, entries, { number: 2n }).crl))
    const result = run(
      'openssl',
      ['verify', '-attime', AT, '-CAfile', 'root.pem', '-crl_check_all', '-CRLfile', 'crl.pem', 'issuing.pem'],
      { cwd: folder.root },
    )
    expect(result.code).not.toBe(0)
    expect(result.output).toContain('certificate revoked')
    const text = run('openssl', ['crl', '-in', 'crl.pem', '-noout', '-text'], { cwd: folder.root }).output
    expect(text).toContain('CA Compromise')
    expect(text).toContain('Invalidity Date')
  })

  it('is accepted by GnuTLS, chain and CRL', () => {
    const folder = makeFolder()
    // certtool has no option for another time than now
    const now = Math.floor(Date.now() / 1000) * 1000 - 60_000
    const root = makeRoot({ notBefore: now })
    const issuing = makeIssuing(root, { notBefore: now })
    folder.write('root.pem', pem(root))
    folder.write('chain.pem', pem(issuing) + pem(root))
    folder.write('crl.pem', encodePem('X509 CRL', makeCrl(root, [], { thisUpdate: now }).crl))
    const verify = ['--verify', '--load-ca-certificate', 'root.pem', '--infile', 'chain.pem', '--load-crl', 'crl.pem']
    const result = run('certtool', verify, { cwd: folder.root })
    expect(result.output).toContain('Chain verification output: Verified. The certificate is trusted.')
    expect(result.code).toBe(0)
    expect(
      run('certtool', ['--verify-crl', '--load-ca-certificate', 'root.pem', '--infile', 'crl.pem'], {
        cwd: folder.root,
      }).code,
    ).toBe(0)
  })

  it('is read by GnuTLS as it was meant', () => {
    const folder = makeFolder()
    const root = makeRoot()
    folder.write('root.pem', pem(root))
    folder.write('issuing.pem', pem(makeIssuing(root)))
    const info = (file: string) =>
      run('certtool', ['--certificate-info', '--infile', file], { cwd: folder.root, env: { TZ: 'UTC', LC_ALL: 'C' } })
        .output
    expect(info('root.pem')).toContain('Not After: Fri Nov 24 13:59:59 UTC 2051')
    expect(info('issuing.pem')).toContain('Path Length Constraint: 0')
    expect(info('issuing.pem')).toContain('Subject: CN=Fleet Issuing Zürich 1,O=Meridian Fleet AG,C=CH')
  })
})

describe('OpenSSL given the same inputs', () => {
  let root: Authority
  let issuing: Authority
  beforeAll(() => {
    root = makeRoot()
    issuing = makeIssuing(root, {
      subject: { country: 'CH', organization: 'Meridian Fleet AG', commonName: 'Fleet Issuing 1' },
    })
  })

  /** The order of lines is the order of extensions. */
  const CONFIG = `
[req]
distinguished_name = dn
prompt = no
string_mask = default
[dn]
C = CH
O = Meridian Fleet AG
CN = \${ENV::COMMON_NAME}
[ca]
default_ca = main
[main]
database = index.txt
serial = serial
crlnumber = crlnumber
new_certs_dir = .
default_md = sha384
policy = any
unique_subject = no
[any]
C = supplied
O = supplied
CN = supplied
[root]
keyUsage = critical, keyCertSign, cRLSign
basicConstraints = critical, CA:TRUE
subjectKeyIdentifier = \${ENV::KEY_IDENTIFIER}
authorityKeyIdentifier = keyid:always
[issuing]
keyUsage = critical, keyCertSign, cRLSign
extendedKeyUsage = serverAuth, clientAuth
basicConstraints = critical, CA:TRUE, pathlen:0
subjectKeyIdentifier = \${ENV::KEY_IDENTIFIER}
authorityKeyIdentifier = keyid:always
authorityInfoAccess = caIssuers;URI:http://pki.fleet.example/fleet-root.cer
certificatePolicies = 2.5.29.32.0
crlDistributionPoints = URI:http://pki.fleet.example/fleet-root.crl
[crl]
authorityKeyIdentifier = keyid:always
`

  function prepare(authority: Authority) {
    const folder = makeFolder()
    folder.write('openssl.cnf', CONFIG)
    folder.write('index.txt', '')
    folder.write('serial', `${bytesToHex(authority.input.serial)}\n`)
    folder.write('root.key', key(root))
    folder.write('subject.key', key(authority))
    folder.write('root.pem', pem(root))
    const env = {
      COMMON_NAME: authority.input.subject.commonName,
      KEY_IDENTIFIER: bytesToHex(authority.asIssuer.keyIdentifier).replace(/..(?!$)/g, '$&:'),
    }
    const options = { cwd: folder.root, env }
    const made = run(
      'openssl',
      ['req', '-new', '-config', 'openssl.cnf', '-key', 'subject.key', '-out', 'request.pem'],
      options,
    )
    expect(made).toMatchObject({ code: 0 })
    return { folder, options }
  }

  const ISSUE = [
    'ca',
    '-batch',
    '-notext',
    '-preserveDN',
    '-config',
    'openssl.cnf',
    '-keyfile',
    'root.key',
    '-in',
    'request.pem',
    '-out',
    'out.pem',
    '-startdate',
    '261124140000Z',
  ]

  it('makes the same to-be-signed bytes of a root', () => {
    const { folder, options } = prepare(root)
    expect(
      run('openssl', [...ISSUE, '-selfsign', '-extensions', 'root', '-enddate', '20511124135959Z'], options),
    ).toMatchObject({ code: 0 })
    expect(bytesToHex(tbsOfCertificate(derOf(folder.path('out.pem'))))).toBe(bytesToHex(root.tbs))
  })

  it('makes the same to-be-signed bytes of an issuing CA', () => {
    const { folder, options } = prepare(issuing)
    expect(
      run('openssl', [...ISSUE, '-cert', 'root.pem', '-extensions', 'issuing', '-enddate', '311124135959Z'], options),
    ).toMatchObject({ code: 0 })
    expect(bytesToHex(tbsOfCertificate(derOf(folder.path('out.pem'))))).toBe(bytesToHex(issuing.tbs))
  })

  it.each([
    ['empty', [], ''],
    [
      'with two entries',
      [
        {
          serial: hexToBytes('0149af1d598175ff8234ef007bbaf059f5'),
          revocationDate: NOT_BEFORE - DAY,
          reason: 'keyCompromise' as const,
        },
        { serial: hexToBytes('01ff'), revocationDate: NOT_BEFORE, reason: 'unspecified' as const },
      ].toReversed(),
      'R\t311124135959Z\t261123140000Z,keyCompromise\t0149AF1D598175FF8234EF007BBAF059F5\tunknown\t/CN=a\n' +
        'R\t311124135959Z\t261124140000Z\t01FF\tunknown\t/CN=b\n',
    ],
  ])('makes the same to-be-signed bytes of a CRL, %s', (_, entries, index) => {
    const { folder, options } = prepare(root)
    folder.write('index.txt', index)
    folder.write('crlnumber', '0100\n')
    const command = [
      'ca',
      '-gencrl',
      '-config',
      'openssl.cnf',
      '-keyfile',
      'root.key',
      '-cert',
      'root.pem',
      '-crlexts',
      'crl',
      '-out',
      'crl.pem',
      '-crl_lastupdate',
      '261124140000Z',
      '-crl_nextupdate',
      '270523140000Z',
    ]
    expect(run('openssl', command, options)).toMatchObject({ code: 0 })
    const ours = makeCrl(root, entries, { number: 256n })
    expect(bytesToHex(tbsOfCrl(derOf(folder.path('crl.pem'))))).toBe(bytesToHex(ours.tbs))
  })
})

/** Whatever text a tool puts around a block. */
function derOf(path: string): Uint8Array {
  const body = /-----BEGIN [A-Z0-9 ]+-----([^-]+)-----END/.exec(readFileSync(path, 'utf8'))?.[1] ?? ''
  return new Uint8Array(Buffer.from(body, 'base64'))
}
