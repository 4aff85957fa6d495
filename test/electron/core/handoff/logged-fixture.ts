import { utf8ToBytes } from '../../../../shared/bytes.ts'
import { LOG_POLICY_PATH } from '../../../../shared/handoff/names.ts'
import { formatCheckpoint } from '../../../../shared/ledger/checkpoint.ts'
import { encodeEnvelope } from '../../../../shared/ledger/envelope.ts'
import { inclusionProof } from '../../../../shared/ledger/merkle-proof.ts'
import { CompactRange, leafHash } from '../../../../shared/ledger/merkle.ts'
import { signNote } from '../../../../shared/ledger/note.ts'
import { formatProof } from '../../../../shared/ledger/proof.ts'
import type { HandoffPieces } from '../../../../electron/core/handoff/build.ts'
import type { SignedHandoff } from '../../../../electron/core/handoff/write.ts'
import { testSigner } from '../../../support/note-signer.ts'
import { NOW } from './fixture.ts'

/** The log of the facility from which the hand-offs of the fixture come, with the signing of one as an entry. */

export const LOG = testSigner('vault.example/log', 7)

/** For `makeHandoff`: it names this log. */
export const NAMES_LOG: Pick<HandoffPieces, 'extra'> = {
  extra: [
    {
      path: LOG_POLICY_PATH,
      bytes: utf8ToBytes(`log ${LOG.vkey}\nquorum none\n`),
      mediaType: 'text/plain',
      kind: 'log',
    },
  ],
}

export interface Recorded {
  /** 42 entries were there before the hand-off was built. */
  readonly index?: number
  readonly signer?: typeof LOG
  readonly kind?: string
  readonly manifest?: string
}

/** The hand-off with the proof that its signing is an entry of the log. */
export function recorded(signed: SignedHandoff, changes: Recorded = {}): SignedHandoff {
  const { index = 44, signer = LOG, kind = 'step-done', manifest = signed.handoff.manifestSha256 } = changes
  const entry = encodeEnvelope({
    v: 1,
    index,
    time: new Date(NOW).toISOString(),
    timeSource: 'host-clock',
    kind,
    actor: null,
    role: null,
    run: 'run-0001',
    step: 'sign',
    data: { output: { manifest, signatures: [] } },
    blobs: [],
    prev: '0'.repeat(64),
  })
  return { ...signed, logged: { entry, proof: proofOf(entry, index, signer) } }
}

function proofOf(entry: Uint8Array, index: number, signer: typeof LOG): string {
  const size = 50
  const range = new CompactRange()
  const nodes = new Map<string, Uint8Array>()
  for (let at = 0; at < size; at += 1) {
    const hash = leafHash(at === index ? entry : Uint8Array.of(at))
    for (const node of [{ level: 0, index: at, hash }, ...range.append(hash)])
      nodes.set(`${node.level}/${node.index}`, node.hash)
  }
  const hashes = inclusionProof(index, size, (level, at) => nodes.get(`${level}/${at}`) ?? new Uint8Array())
  const checkpoint = signNote(formatCheckpoint({ origin: signer.name, size, root: range.root() }), signer)
  return formatProof({ index, hashes, checkpoint })
}
