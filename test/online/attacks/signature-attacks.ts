import { signaturePath } from '../../../shared/handoff/names.ts'
import {
  alice,
  at,
  bob,
  carol,
  DAY,
  HOUR,
  makeHandoff,
  makeParty,
  mallory,
  NOW,
  signOver,
} from '../../electron/core/handoff/fixture.ts'
import { filesOf, flipped, resigned } from '../../electron/core/handoff/verify-fixture.ts'
import { first, second } from '../world.ts'
import { AFTER_FIRST, type Attack, type Files, GOOD, goodFiles, PINNED, remembering, withFile } from './attack.ts'

const manifest = GOOD.handoff.manifestBytes
const EMPTY = new Uint8Array()

function signedBy(...signatures: readonly (readonly [name: string, p7s: Uint8Array])[]): Files {
  const files = goodFiles()
  files.delete(signaturePath('alice'))
  files.delete(signaturePath('bob'))
  for (const [name, p7s] of signatures) files.set(signaturePath(name), p7s)
  return files
}

const good = (party: typeof alice): readonly [string, Uint8Array] => [party.name, signOver(manifest, party)]
const few = (what: string, make: Attack['make']): Attack => ({ what, make, code: 'handoff-signers-missing' })
const bad = (what: string, make: Attack['make']): Attack => ({ what, make, code: 'handoff-signature-invalid' })

const expired = makeParty('carol', { ca: false, notBefore: NOW - 9 * DAY, days: 5 })
const dora = makeParty('dora', { ca: false })
const erin = makeParty('erin', { ca: false })
const newSigners = [dora, erin].map(({ name, certificate }) => ({ name, certificate }))
const nextEpoch = { epoch: 2, sequence: 1, previousManifestSha256: null, signers: newSigners }

/** The first hand-off of the next epoch, with the signatures of those who signed before in their own folder. */
function epoch(by: readonly (typeof alice)[], previous: readonly (typeof alice)[]): Files {
  const handoff = second(nextEpoch)
  const files = filesOf(handoff)
  for (const { name } of [alice, bob]) files.delete(signaturePath(name))
  for (const party of by) files.set(signaturePath(party.name), signOver(handoff.handoff.manifestBytes, party))
  for (const party of previous)
    files.set(`signatures/previous/${party.name}.p7s`, signOver(handoff.handoff.manifestBytes, party))
  return files
}

export const goodEpoch = (): Files => epoch([dora, erin], [alice, bob])

export const SIGNATURE_ATTACKS: readonly Attack[] = [
  few('no signature', () => signedBy()),
  few('one signer of two', () => signedBy(good(alice))),
  bad('one signer twice, under two names', () => signedBy(good(alice), ['bob', signOver(manifest, alice)])),
  bad('one signature twice, under two names', () => signedBy(good(alice), ['bob', good(alice)[1]])),
  bad('signatures that changed places', () => signedBy(['alice', good(bob)[1]], ['bob', good(alice)[1]])),
  bad('good signatures of the hand-off before', () =>
    signedBy(
      ['alice', signOver(first.handoff.manifestBytes, alice)],
      ['bob', signOver(first.handoff.manifestBytes, bob)],
    ),
  ),
  bad('signature with one bit changed', () => withFile(signaturePath('bob'), (p7s) => flipped(p7s, p7s.length - 3))),
  bad('signature cut', () => withFile(signaturePath('bob'), (p7s) => p7s.subarray(0, -1))),
  bad('signature with bytes behind it', () =>
    withFile(signaturePath('bob'), (p7s) => Buffer.concat([p7s, EMPTY, Buffer.of(0)])),
  ),
  bad('empty signature', () => withFile(signaturePath('bob'), () => EMPTY)),
  bad('two good ones and a bad third', () => signedBy(good(alice), good(bob), ['carol', signOver(EMPTY, carol)])),
  bad('signature of a stranger under the name of a signer', () =>
    signedBy(good(alice), ['bob', signOver(manifest, mallory)]),
  ),
  bad('made tomorrow', () => signedBy(good(alice), ['bob', signOver(manifest, bob, at(DAY))])),
  few('insider who names a stranger as second signer', () =>
    filesOf(
      second({ signers: [alice, mallory].map(({ name, certificate }) => ({ name, certificate })) }, [alice, mallory]),
    ),
  ),
  few('insider who lowers the threshold to one', () => filesOf(second({ threshold: 1 }, [alice]))),
  few('one key with two certificates', () => {
    const again = { ...makeParty('alice-again', { ca: false, like: alice }), name: 'alice-again' }
    return filesOf(
      second({ signers: [alice, again].map(({ name, certificate }) => ({ name, certificate })) }, [alice, again]),
    )
  }),
  {
    what: 'signer whose certificate has run out',
    code: 'handoff-signature-invalid',
    make: () => {
      const signers = [alice, expired].map(({ name, certificate }) => ({ name, certificate }))
      return filesOf(second({ signers }, [alice, expired]))
    },
  },
  {
    what: 'new epoch that only its new signers signed',
    code: 'handoff-epoch-unproven',
    make: () => epoch([dora, erin], []),
  },
  {
    what: 'new epoch with one old signer of two',
    code: 'handoff-epoch-unproven',
    make: () => epoch([dora, erin], [alice]),
  },
  {
    what: 'new epoch with one old signer twice',
    code: 'handoff-epoch-unproven',
    make: () =>
      epoch([dora, erin], [alice]).set(
        'signatures/previous/bob.p7s',
        signOver(second(nextEpoch).handoff.manifestBytes, alice),
      ),
  },
  {
    what: 'new epoch that only the old signers signed',
    code: 'handoff-epoch-unproven',
    make: () => epoch([], [alice, bob]),
  },
  {
    what: 'new epoch with one new signer of two',
    code: 'handoff-epoch-unproven',
    make: () => epoch([dora], [alice, bob]),
  },
  {
    what: 'new epoch with a stranger among the old',
    code: 'handoff-signature-invalid',
    make: () => epoch([dora, erin], [alice, mallory]),
  },
  { what: 'jump over an epoch', code: 'handoff-epoch-unproven', make: () => filesOf(makeHandoff({ epoch: 3 })) },
  {
    what: 'epoch that begins with its second hand-off',
    code: 'handoff-gap',
    make: () => filesOf(second({ epoch: 2 })),
    memory: () => ({ ...AFTER_FIRST, pin: { ...AFTER_FIRST.pin, epoch: 2 } }),
  },
  {
    what: 'signatures of the epoch before where no epoch starts',
    code: 'handoff-content-mismatch',
    make: () => goodFiles().set('signatures/previous/carol.p7s', signOver(manifest, carol)),
  },
  {
    what: 'for another domain',
    code: 'handoff-wrong-domain',
    make: () => filesOf(second({ domain: 'other.example' })),
  },
  {
    what: 'practice, for a production receiver',
    code: 'handoff-practice',
    make: () => filesOf(second({ practice: true })),
  },
  {
    what: 'production, for a practice receiver',
    code: 'handoff-practice',
    make: goodFiles,
    memory: () => ({ ...AFTER_FIRST, pin: { ...AFTER_FIRST.pin, practice: true } }),
  },
  { what: 'expired', code: 'handoff-expired', make: () => filesOf(second({ expiresAt: at(HOUR) })), later: 2 * HOUR },
  {
    what: 'a newer one was promised by now',
    code: 'handoff-frozen',
    make: () => filesOf(second({ nextExpectedBy: at(HOUR) })),
    later: 2 * HOUR,
  },
  {
    what: 'issued tomorrow',
    code: 'handoff-not-yet-valid',
    make: () => resigned((one) => (one.issued_at = at(DAY)), [alice, bob], GOOD),
  },
  { what: 'the same again', code: 'handoff-replayed', make: goodFiles, memory: () => remembering(first, GOOD) },
  {
    what: 'the one before',
    code: 'handoff-rollback',
    make: () => filesOf(first),
    memory: () => remembering(first, GOOD),
  },
  { what: 'one is missing between', code: 'handoff-gap', make: () => filesOf(second({ sequence: 3 })) },
  {
    what: 'another with the same number',
    code: 'handoff-forked',
    make: () => filesOf(second({ ceremonyId: 'run-0009' })),
    memory: () => remembering(first, GOOD),
  },
  {
    what: 'continues another one',
    code: 'handoff-forked',
    make: () => filesOf(second({ previousManifestSha256: 'cd'.repeat(32) })),
  },
  {
    what: 'root that was not pinned, in the first one',
    code: 'handoff-anchor-unordered',
    make: () => filesOf(first),
    memory: () => ({ ...PINNED, pin: { ...PINNED.pin, roots: ['ab'.repeat(32)] } }),
  },
]
