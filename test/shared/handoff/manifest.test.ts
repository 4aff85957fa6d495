import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { manifestProblems } from '../../../shared/handoff/manifest-rules.ts'
import { type HandoffManifest, handoffManifest, type ManifestArtifact } from '../../../shared/handoff/manifest.ts'
import { pathProblem } from '../../../shared/handoff/names.ts'

const HASH = 'ab'.repeat(32)

function artifact(path: string, more: Partial<ManifestArtifact> = {}): ManifestArtifact {
  return {
    path,
    size: 1,
    sha256: HASH,
    media_type: 'text/plain',
    kind: 'log',
    issuer_spki_sha256: null,
    serial: null,
    crl_number: null,
    this_update: null,
    next_update: null,
    ...more,
  }
}

function manifest(changes: Partial<HandoffManifest> = {}): HandoffManifest {
  return {
    format: 'ca-handoff/v1',
    practice: false,
    domain: 'fleet.example',
    epoch: 1,
    sequence: 1,
    previous_manifest_sha256: null,
    issued_at: '2026-11-25T10:00:00.000Z',
    expires_at: '2027-02-25T10:00:00.000Z',
    next_expected_by: '2027-01-25T10:00:00.000Z',
    time_source: 'wall clock',
    ceremony_id: 'run-0001',
    log_checkpoint: { origin: 'vault.example/log', size: 4, root: `${'A'.repeat(43)}=` },
    in_reply_to: [],
    artifacts: [
      artifact('README-VERIFY.txt', { kind: 'readme' }),
      artifact('SHA256SUMS', { kind: 'checksums' }),
      artifact('certs/root.der', { kind: 'certificate', media_type: 'application/pkix-cert', serial: '0101' }),
      artifact('crls/root.crl', {
        kind: 'crl',
        media_type: 'application/pkix-crl',
        crl_number: '7',
        this_update: '2026-11-25T09:00:00.000Z',
        next_update: '2027-03-01T00:00:00.000Z',
      }),
      artifact('signatures/alice.pem', { kind: 'signer-certificate' }),
      artifact('trust/state.json', { kind: 'trust-state' }),
    ],
    actions: [
      { kind: 'add_anchor', target: 'certs/root.der', not_before: null, not_after: null, reason: null },
      { kind: 'publish_crl', target: 'crls/root.crl', not_before: null, not_after: null, reason: null },
    ],
    state_digest: HASH,
    signers_required: { threshold: 1, keys: [{ name: 'alice', certificate_sha256: HASH }] },
    ...changes,
  }
}

const artifacts = manifest().artifacts
function withArtifact(...more: ManifestArtifact[]): HandoffManifest {
  return manifest({ artifacts: [...artifacts, ...more].toSorted((a, b) => (a.path < b.path ? -1 : 1)) })
}
function withAction(kind: HandoffManifest['actions'][number]['kind'], target: string): HandoffManifest {
  return manifest({ actions: [{ kind, target, not_before: null, not_after: null, reason: null }] })
}

describe('handoffManifest', () => {
  it('accepts a whole manifest', () => {
    expect(handoffManifest.parse(manifest())).toEqual(manifest())
  })

  it('refuses every manifest with a member missing, and one with a member more', () => {
    for (const member of Object.keys(manifest())) {
      const { [member as keyof HandoffManifest]: _, ...rest } = manifest()
      expect(handoffManifest.safeParse(rest).success).toBe(false)
    }
    expect(handoffManifest.safeParse({ ...manifest(), more: 1 }).success).toBe(false)
  })

  it.each([
    { epoch: 0 },
    { sequence: 1.5 },
    { sequence: 2 ** 53 },
    { domain: 'UPPER' },
    { domain: 'a/b' },
    { domain: '..' },
    { domain: '-a' },
    { issued_at: '2026-11-25T10:00:00Z' },
    { state_digest: HASH.toUpperCase() },
    { practice: 'no' },
    { artifacts: [] },
    { log_checkpoint: { origin: 'x', size: 1, root: HASH } },
    { signers_required: { threshold: 0, keys: manifest().signers_required.keys } },
  ])('refuses %j', (change) => {
    expect(handoffManifest.safeParse({ ...manifest(), ...change }).success).toBe(false)
  })
})

describe('manifestProblems', () => {
  it('finds none in a good manifest', () => {
    expect(manifestProblems(manifest())).toEqual([])
    expect(manifestProblems(manifest({ sequence: 2, previous_manifest_sha256: HASH }))).toEqual([])
  })

  it.each([
    ['a previous manifest at sequence 1', manifest({ previous_manifest_sha256: HASH })],
    ['none at sequence 2', manifest({ sequence: 2 })],
    ['expiry after the earliest nextUpdate', manifest({ expires_at: '2027-03-01T00:00:00.001Z' })],
    ['a date that the calendar does not have', manifest({ expires_at: '2027-02-30T10:00:00.000Z' })],
    ['the next one expected after this one expired', manifest({ next_expected_by: '2027-02-25T10:00:00.001Z' })],
    ['a path twice', withArtifact(artifact('log/a'), artifact('log/a'))],
    ['a path twice in another case', withArtifact(artifact('log/A'), artifact('log/a'))],
    ['the manifest as an artifact', withArtifact(artifact('manifest.json'))],
    ['a signature as an artifact', withArtifact(artifact('signatures/alice.p7s'))],
    ['a path that climbs', withArtifact(artifact('log/../x'))],
    ['a CRL without its facts', withArtifact(artifact('crls/x.crl', { kind: 'crl' }))],
    [
      'the facts of a CRL at something else',
      withArtifact(
        artifact('log/x', {
          crl_number: '1',
          this_update: '2026-11-25T09:00:00.000Z',
          next_update: '2027-03-01T00:00:00.000Z',
        }),
      ),
    ],
    ['two READMEs', withArtifact(artifact('log/README', { kind: 'readme' }))],
    ['another state digest', manifest({ state_digest: 'cd'.repeat(32) })],
    [
      'a threshold above the signers',
      manifest({ signers_required: { threshold: 2, keys: manifest().signers_required.keys } }),
    ],
    ['a certificate of nobody', withArtifact(artifact('signatures/bob.pem', { kind: 'signer-certificate' }))],
    ['an action on a file that is not there', withAction('add_anchor', 'certs/other.der')],
    ['an anchor that is a CRL', withAction('add_anchor', 'crls/root.crl')],
    ['a CRL that is a certificate', withAction('publish_crl', 'certs/root.der')],
    ['distrust of a path', withAction('distrust', 'certs/root.der')],
    ['a revocation without a serial', withAction('revoke', HASH)],
  ])('finds %s', (_, bad) => {
    expect(manifestProblems(bad)).toHaveLength(1)
  })

  it.each([
    [
      'expiry at the moment of issue',
      manifest({ expires_at: manifest().issued_at, next_expected_by: manifest().issued_at }),
    ],
    ['paths out of order', manifest({ artifacts: artifacts.toReversed() })],
    ['no trust state', manifest({ artifacts: artifacts.filter(({ kind }) => kind !== 'trust-state') })],
  ])('finds more than one thing wrong with %s', (_, bad) => {
    expect(manifestProblems(bad).length).toBeGreaterThan(1)
  })

  it('finds two signers with one certificate, or one name', () => {
    const key = { name: 'alice', certificate_sha256: HASH }
    const twice = manifest({ signers_required: { threshold: 2, keys: [key, { ...key, name: 'bob' }] } })
    expect(manifestProblems(twice).length).toBeGreaterThan(0)
  })

  it('finds everything at once', () => {
    expect(
      manifestProblems(
        manifest({ sequence: 2, state_digest: 'cd'.repeat(32), expires_at: '2028-01-01T00:00:00.000Z' }),
      ),
    ).toHaveLength(3)
  })

  it.each([
    ['distrust', HASH],
    ['revoke', `${HASH}:0aff`],
    ['set_default_issuer', HASH],
    ['remove_anchor', HASH],
    ['disable_issuer', HASH],
  ] as const)('accepts the action %s', (kind, target) => {
    expect(manifestProblems(withAction(kind, target))).toEqual([])
  })
})

describe('pathProblem', () => {
  it.each([
    '',
    '/',
    '/a',
    'a/',
    'a//b',
    '.',
    './a',
    '..',
    'a/../b',
    '.a',
    'a/.b',
    '-a',
    'a b',
    'a\\b',
    'a\0',
    'a\n',
    'é',
    'a\u202eb',
    'C:a',
    'x'.repeat(101),
  ])('refuses %j', (path) => {
    expect(pathProblem(path)).not.toBeNull()
  })

  it('accepts only what stays below its folder', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'B', '0', '.', '/', '-', '_', '\\', ' '), maxLength: 12 }),
        (path) => {
          if (pathProblem(path) !== null) return
          const url = new URL(path, 'file:///base/')
          expect(url.pathname).toBe(`/base/${path}`)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
