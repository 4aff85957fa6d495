import { describe, expect, it } from 'vitest'

import { utf8ToBytes } from '../../../../shared/bytes.ts'
import { verifyContainer } from '../../../../electron/core/handoff/verify.ts'
import { NAMES_LOG, recorded } from './logged-fixture.ts'
import { alice, at, bob, carol, DAY, HOUR, makeHandoff, makeParty, mallory, signOver } from './fixture.ts'
import { codes, filesOf, flipped, good, options, remembering, report, resigned } from './verify-fixture.ts'

describe('verifyContainer', () => {
  it('accepts a good hand-off and says what it did not check', () => {
    const result = report(filesOf(good))
    expect(result.problems).toEqual([])
    expect(result).toMatchObject({
      ok: true,
      handoff: { name: 'handoff-fleet.example-1-1', signers: ['alice', 'bob'] },
    })
    expect(result.checks.every((check) => check.ok)).toBe(true)
    expect(result.notChecked).toHaveLength(3)
    const logged = filesOf(recorded(makeHandoff(NAMES_LOG)))
    expect(report(logged, { domain: 'fleet.example', state: remembering(0, 9, '') })).toMatchObject({
      ok: true,
      notChecked: [],
    })
  })

  it('accepts what was signed anew after no change, so that the refusals below mean something', () => {
    expect(codes(resigned(() => undefined))).toEqual([])
  })

  it.each(good.handoff.files.map(({ artifact }) => artifact.path))('refuses a changed or missing %s', (path) => {
    const files = filesOf(good)
    files.set(path, flipped(files.get(path) ?? new Uint8Array()))
    expect(codes(files)).toEqual(['handoff-content-mismatch'])
    files.delete(path)
    expect(codes(files)).toEqual(['handoff-content-mismatch'])
  })

  it('refuses a file too many, also beside the signatures', () => {
    for (const path of ['certs/extra.pem', 'extra', 'signatures/mallory.p7s', 'signatures/alice.txt']) {
      expect(codes(filesOf(good).set(path, utf8ToBytes('x')))).toEqual(['handoff-content-mismatch'])
    }
  })
})

describe('signatures', () => {
  const manifest = good.handoff.manifestBytes

  it('refuse a changed manifest', () => {
    const changed = utf8ToBytes(Buffer.from(manifest).toString().replace('"threshold":2', '"threshold":1'))
    expect(codes(filesOf(good).set('manifest.json', changed))).toEqual([
      'handoff-signature-invalid',
      'handoff-signers-missing',
    ])
  })

  it('refuse one signer too few, and none', () => {
    const files = filesOf(good)
    files.delete('signatures/bob.p7s')
    expect(codes(files)).toEqual(['handoff-signers-missing'])
    files.delete('signatures/alice.p7s')
    expect(codes(files)).toEqual(['handoff-signers-missing'])
  })

  it('refuse the same signer twice, under another name', () => {
    const files = filesOf(good)
    const first = files.get('signatures/alice.p7s') ?? new Uint8Array()
    files.set('signatures/bob.p7s', first)
    expect(codes(files)).toEqual(['handoff-signature-invalid', 'handoff-signers-missing'])
    files.set('signatures/bob.p7s', signOver(manifest, alice, at(-2 * HOUR)))
    expect(codes(files)).toEqual(['handoff-signature-invalid', 'handoff-signers-missing'])
  })

  it('refuse signatures that changed places', () => {
    const files = filesOf(good)
    const [a, b] = [files.get('signatures/alice.p7s'), files.get('signatures/bob.p7s')]
    files.set('signatures/alice.p7s', b ?? new Uint8Array()).set('signatures/bob.p7s', a ?? new Uint8Array())
    expect(codes(files)).toEqual(['handoff-signature-invalid', 'handoff-signers-missing'])
  })

  it('refuse a bad third signature although two are good', () => {
    const files = filesOf(good).set('signatures/carol.p7s', signOver(utf8ToBytes('other'), carol))
    expect(codes(files)).toEqual(['handoff-signature-invalid'])
  })

  it('do not count a signer who is not pinned', () => {
    expect(codes(filesOf(good), { signers: [alice.certificate, carol.certificate] })).toEqual([
      'handoff-signers-missing',
    ])
    const three = makeHandoff({}, [alice, bob, carol])
    const result = report(filesOf(three), { signers: [alice.certificate, carol.certificate] })
    expect(result).toMatchObject({ ok: true, handoff: { signers: ['alice', 'carol'] } })
  })

  it('do not count a certificate that is pinned twice twice', () => {
    const files = filesOf(good)
    files.delete('signatures/bob.p7s')
    expect(codes(files, { signers: [alice.certificate, alice.certificate] })).toEqual(['handoff-signers-missing'])
  })

  it('do not count one key with two certificates twice', () => {
    const renewed = { ...makeParty('alice-again', { ca: false, like: alice }), name: 'alice-again' }
    const one = { name: 'alice', certificate: alice.certificate }
    const two = { name: renewed.name, certificate: renewed.certificate }
    const files = filesOf(makeHandoff({ signers: [one, two] }, [alice, renewed]))
    expect(codes(files, { signers: [alice.certificate, renewed.certificate] })).toEqual(['handoff-signers-missing'])
  })

  it('refuse a stranger who puts herself into the manifest', () => {
    const forged = makeHandoff(
      { signers: [mallory, alice].map(({ name: who, certificate }) => ({ name: who, certificate })) },
      [mallory, alice],
    )
    expect(codes(filesOf(forged))).toEqual(['handoff-signers-missing'])
  })

  it('refuse a manifest in which one stolen key lowers the number, with and without a number of the receiver', () => {
    const files = filesOf(makeHandoff({ threshold: 1 }, [alice]))
    expect(codes(files)).toEqual(['handoff-signers-missing'])
    const { threshold: _, ...withoutThreshold } = options
    expect(verifyContainer({ archivedName: null, files }, withoutThreshold).ok).toBe(false)
    expect(codes(files, { threshold: 1 })).toEqual([])
  })

  it('stop everything else', () => {
    const files = filesOf(good)
    files.delete('signatures/bob.p7s')
    const result = report(files)
    expect(result.checks.map((check) => check.name)).toEqual(['container', 'manifest', 'signatures'])
    expect(result.notChecked).toHaveLength(1)
  })
})

describe('the manifest', () => {
  it.each([
    ['a space', (text: string) => text.replace('{', '{ ')],
    ['a member twice', (text: string) => text.replace('{', '{"format":"ca-handoff/v1",')],
    ['an unknown member', (text: string) => text.replace('{', '{"a":1,')],
    ['another format', (text: string) => text.replace('ca-handoff/v1', 'ca-handoff/v2')],
    ['something that is not JSON', (text: string) => text.slice(1)],
    ['a path that climbs', (text: string) => text.replace('certs/fleet-intermediate.der', '../fleet-intermediate.der')],
    ['a path twice', (text: string) => text.replace('certs/fleet-intermediate.der', 'certs/fleet-intermediate.pem')],
    ['no previous manifest at sequence 2', (text: string) => text.replace('"sequence":1', '"sequence":2')],
  ])('with %s is refused before any signature is looked at', (_, change) => {
    const text = change(Buffer.from(good.handoff.manifestBytes).toString())
    expect(text).not.toBe(Buffer.from(good.handoff.manifestBytes).toString())
    expect(codes(filesOf(good).set('manifest.json', utf8ToBytes(text)))).toEqual(['handoff-malformed'])
  })

  it('is refused when it is missing', () => {
    const files = filesOf(good)
    files.delete('manifest.json')
    expect(codes(files)).toEqual(['handoff-malformed'])
  })
})

describe('domain, practice, time and sequence', () => {
  it('refuse another domain', () => {
    expect(codes(filesOf(good), { domain: 'other.example' })).toEqual(['handoff-wrong-domain'])
  })

  it('refuse practice unless it is allowed', () => {
    const files = filesOf(makeHandoff({ practice: true }))
    expect(codes(files)).toEqual(['handoff-practice'])
    expect(codes(files, { allowPractice: true })).toEqual([])
    expect(
      [...files.keys()].filter((path) => /^(certs|chains|crls)\//.test(path) && !path.includes('PRACTICE-')),
    ).toEqual([])
  })

  it('refuse what has expired and what comes from the future', () => {
    expect(codes(filesOf(good), { now: at(181 * DAY) })).toContain('handoff-expired')
    const short = filesOf(makeHandoff({ expiresAt: at(HOUR) }))
    expect(codes(short, { now: at(HOUR - 1000) })).toEqual([])
    expect(codes(short, { now: at(HOUR) })).toEqual(['handoff-expired'])
    expect(codes(resigned((manifest) => (manifest.issued_at = at(HOUR))))).toEqual(['handoff-not-yet-valid'])
  })

  it('refuse a replay, a rollback, a gap, a fork and a jump of epochs, each with its own code', () => {
    const { manifestSha256: first } = good.handoff
    const made = makeHandoff({ sequence: 2, previousManifestSha256: first })
    const second = filesOf(made)
    const after = (epoch: number, sequence: number, hash = first): string[] =>
      codes(second, { state: remembering(epoch, sequence, hash) })
    expect(after(1, 1)).toEqual([])
    expect(after(1, 2, made.handoff.manifestSha256)).toEqual(['handoff-replayed'])
    expect(after(1, 2)).toEqual(['handoff-forked'])
    expect(after(1, 1, 'cd'.repeat(32))).toEqual(['handoff-forked'])
    expect(after(1, 3)).toEqual(['handoff-rollback'])
    expect(after(2, 1)).toEqual(['handoff-rollback'])
    expect(after(1, 0)).toEqual(['handoff-gap'])
    expect(after(0, 1)).toEqual(['handoff-gap'])
    const epoch = filesOf(makeHandoff({ epoch: 2 }))
    expect(codes(epoch, { state: remembering(1, 7, first) })).toEqual([])
    expect(codes(epoch, { state: remembering(2, 2, first) })).toEqual(['handoff-rollback'])
    const jump = filesOf(makeHandoff({ epoch: 3 }))
    expect(codes(jump, { state: remembering(1, 7, first) })).toEqual(['handoff-epoch-unproven'])
  })

  it('refuse one that should have been followed by a newer one, unless people accept that', () => {
    const files = filesOf(makeHandoff({ nextExpectedBy: at(HOUR) }))
    expect(codes(files, { now: at(HOUR - 1000) })).toEqual([])
    expect(codes(files, { now: at(HOUR) })).toEqual(['handoff-frozen'])
    expect(codes(files, { now: at(HOUR), acceptLate: true })).toEqual([])
  })
})
