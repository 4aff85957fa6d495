import { utf8ToBytes } from '../../../shared/bytes.ts'
import { TRUST_STATE_PATH } from '../../../shared/handoff/names.ts'
import type { HandoffPieces } from '../../../electron/core/handoff/build.ts'
import {
  alice,
  bob,
  DAY,
  HOUR,
  intermediate,
  issuing,
  makeCrl,
  makeParty,
  NOW,
  type Party,
  root,
} from '../../electron/core/handoff/fixture.ts'
import { filesOf, flipped, resigned } from '../../electron/core/handoff/verify-fixture.ts'
import { first, issuing2, second } from '../world.ts'
import { type Attack, type Files, GOOD, goodFiles, remembering, withFile } from './attack.ts'

const changed = (what: string, make: Attack['make']): Attack => ({ what, make, code: 'handoff-content-mismatch' })
/** Two pinned signers signed it: what is wrong is in what they signed. */
const untrue = (what: string, make: Attack['make']): Attack => ({
  what: `signed, but ${what}`,
  make,
  code: 'handoff-trust-invalid',
})

function insiders(change: Parameters<typeof resigned>[0]): Files {
  return resigned(change, [alice, bob], GOOD)
}

const crl = (issuer: Party, number: bigint, more: Parameters<typeof makeCrl>[1] = {}): Uint8Array =>
  makeCrl(issuer, { number, thisUpdate: NOW - HOUR / 2, ...more })

function withAuthorities(
  change: Partial<Record<'root' | 'intermediate' | 'list' | 'lists', unknown>> & {
    authorities?: HandoffPieces['authorities']
  },
): Files {
  return filesOf(second(change.authorities === undefined ? {} : { authorities: change.authorities }))
}

function lists(rootCrl: Uint8Array, intermediateCrl: Uint8Array): Files {
  return withAuthorities({
    authorities: [
      { name: 'fleet-root', certificate: root.certificate, crl: rootCrl },
      { name: 'fleet-intermediate', certificate: intermediate.certificate, crl: intermediateCrl },
      { name: 'issuing-ca-2', certificate: issuing2.certificate, crl: null },
    ],
  })
}

const otherRoot = makeParty('other-root', { ca: true })

export const CONTENT_ATTACKS: readonly Attack[] = [
  changed('certificate with one bit changed', () => withFile('certs/issuing-ca-2.der', (bytes) => flipped(bytes))),
  changed('revocation list of the hand-off before', () =>
    withFile('crls/fleet-intermediate.crl', () => filesOf(first).get('crls/fleet-intermediate.crl') ?? null),
  ),
  changed('file missing', () => withFile('crls/fleet-root.crl', () => null)),
  changed('file too many', () => goodFiles().set('certs/extra.pem', utf8ToBytes('x'))),
  changed('file too many beside the signatures', () => goodFiles().set('signatures/mallory.p7s', utf8ToBytes('x'))),
  changed('two files that changed places', () => {
    const files = goodFiles()
    const [a, b] = ['certs/fleet-root.der', 'certs/issuing-ca-2.der'].map((path) => files.get(path) ?? new Uint8Array())
    return files.set('certs/fleet-root.der', b ?? new Uint8Array()).set('certs/issuing-ca-2.der', a ?? new Uint8Array())
  }),
  changed('manifest and signatures of one, files of another', () => {
    const files = filesOf(first)
    for (const [path, bytes] of goodFiles())
      if (path === 'manifest.json' || path.endsWith('.p7s')) files.set(path, bytes)
    return files
  }),
  changed('SHA256SUMS of other files', () => withFile('SHA256SUMS', (bytes) => flipped(bytes, 3))),
  changed('README-VERIFY.txt with other commands', () => withFile('README-VERIFY.txt', () => utf8ToBytes('$ true\n'))),
  untrue('a chain in another order', () => insiders((_, files) => swapChain(files))),
  untrue('the root among the chain', () =>
    insiders((_, files) =>
      files.set(
        'chains/issuing-ca-2-chain.pem',
        utf8ToBytes(pemsOf(files, 'issuing-ca-2', 'fleet-intermediate', 'fleet-root')),
      ),
    ),
  ),
  untrue('a stranger among the anchors', () =>
    insiders((_, files) => files.set('trust/anchors.pem', utf8ToBytes(pemsOf(files, 'fleet-root', 'issuing-ca-2')))),
  ),
  untrue('a list of another key', () =>
    insiders((_, files) => files.set('crls/fleet-root.crl', crl(intermediate, 2n))),
  ),
  untrue('a list that the manifest numbers otherwise', () =>
    insiders((one) => one.artifacts.forEach((artifact) => artifact.crl_number === '8' && (artifact.crl_number = '9'))),
  ),
  untrue('no list of the root', () =>
    insiders((one, files) => {
      one.artifacts = one.artifacts.filter(({ path }) => !path.startsWith('crls/fleet-root'))
      one.actions = one.actions.filter(({ target }) => !target.startsWith('crls/fleet-root'))
      files.delete('crls/fleet-root.crl')
      files.delete('crls/fleet-root.pem')
    }),
  ),
  untrue('the new issuing CA is on the list', () =>
    lists(crl(root, 2n), crl(intermediate, 8n, { revoked: [serialIn(issuing2)] })),
  ),
  untrue('a leaf in the place of a CA', () =>
    withAuthorities({
      authorities: [
        { name: 'fleet-root', certificate: root.certificate, crl: crl(root, 2n) },
        { name: 'leaf', certificate: makeParty('leaf', { issuer: root, ca: false }).certificate, crl: null },
      ],
    }),
  ),
  untrue('trust/state.json says something else', () =>
    insiders((_, files) => {
      const text = Buffer.from(files.get(TRUST_STATE_PATH) ?? []).toString()
      files.set(TRUST_STATE_PATH, utf8ToBytes(text.replace(/("default_issuer":")[0-9a-f]{2}/, '$100')))
    }),
  ),
  {
    what: 'signed, but a list is of tomorrow',
    code: 'handoff-not-yet-valid',
    make: () => lists(crl(root, 2n, { thisUpdate: NOW + DAY }), crl(intermediate, 8n)),
  },
  {
    what: 'signed, but the issuing CA is valid from tomorrow',
    code: 'handoff-not-yet-valid',
    make: () =>
      withAuthorities({
        authorities: [
          { name: 'fleet-root', certificate: root.certificate, crl: crl(root, 2n) },
          { name: 'fleet-intermediate', certificate: intermediate.certificate, crl: crl(intermediate, 8n) },
          {
            name: 'early',
            certificate: makeParty('early', { issuer: intermediate, ca: true, notBefore: NOW + DAY }).certificate,
            crl: null,
          },
        ],
      }),
  },
  {
    what: 'signed, but a list has a lower number than before',
    code: 'handoff-crl-older',
    make: () => lists(crl(root, 2n), crl(intermediate, 6n)),
  },
  {
    what: 'signed, but another list has the number of the one before',
    code: 'handoff-crl-older',
    make: () => lists(crl(root, 2n), crl(intermediate, 7n)),
  },
  {
    what: 'signed, but a list with a higher number is older',
    code: 'handoff-crl-older',
    make: () => lists(crl(root, 2n), crl(intermediate, 8n, { thisUpdate: NOW - 2 * HOUR })),
  },
  {
    what: 'signed, but a list goes back behind one that was left out since',
    code: 'handoff-crl-older',
    make: () =>
      filesOf(
        second({
          sequence: 3,
          previousManifestSha256: GOOD.handoff.manifestSha256,
          authorities: [
            { name: 'fleet-root', certificate: root.certificate, crl: crl(root, 3n, { thisUpdate: NOW - HOUR / 4 }) },
            { name: 'fleet-intermediate', certificate: intermediate.certificate, crl: crl(intermediate, 7n) },
            { name: 'issuing-ca-1', certificate: issuing.certificate, crl: null },
          ],
        }),
      ),
    memory: () => remembering(first, GOOD),
  },
  {
    what: 'signed, but a trust anchor comes without an order',
    code: 'handoff-anchor-unordered',
    make: () => withoutActions('add_anchor', second({ authorities: [...twoRoots()] })),
  },
  {
    what: 'signed, but a trust anchor goes without an order',
    code: 'handoff-anchor-unordered',
    make: () =>
      filesOf(
        second({ authorities: [{ name: 'other-root', certificate: otherRoot.certificate, crl: crl(otherRoot, 1n) }] }),
      ),
  },
]

function twoRoots(): HandoffPieces['authorities'] {
  return [
    { name: 'fleet-root', certificate: root.certificate, crl: crl(root, 2n) },
    { name: 'fleet-intermediate', certificate: intermediate.certificate, crl: crl(intermediate, 8n) },
    { name: 'issuing-ca-2', certificate: issuing2.certificate, crl: null },
    { name: 'other-root', certificate: otherRoot.certificate, crl: crl(otherRoot, 1n) },
  ]
}

function withoutActions(kind: string, base: ReturnType<typeof second>): Files {
  return resigned((one) => (one.actions = one.actions.filter((action) => action.kind !== kind)), [alice, bob], base)
}

function pemsOf(files: Files, ...names: readonly string[]): string {
  return names.map((name) => Buffer.from(files.get(`certs/${name}.pem`) ?? []).toString()).join('')
}

function swapChain(files: Files): void {
  files.set('chains/issuing-ca-2-chain.pem', utf8ToBytes(pemsOf(files, 'fleet-intermediate', 'issuing-ca-2')))
}

function serialIn({ certificate }: Party): Uint8Array {
  const start = Buffer.from(certificate).indexOf(Buffer.from([0x02, 0x11, 0x01]))
  return certificate.subarray(start + 2, start + 2 + 17)
}
