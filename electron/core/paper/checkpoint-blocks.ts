import { bytesToHex } from '../../../shared/bytes.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { parseNote } from '../../../shared/ledger/note.ts'
import type { Block } from '../../../shared/paper/paper.ts'
import { counted } from '../../../shared/counted.ts'
import type { StoredCheckpoint } from '../ledger/read-tables.ts'
import { qrPicture } from '../transfer/qr-image.ts'
import { paperDigest } from './words.ts'

/** The checkpoint as people keep it: its root in words, the note exactly, and the note as a QR code. */
export function checkpointBlocks({ note }: StoredCheckpoint, says: string): Block[] {
  const { text, signatures } = parseNote(note)
  const { size, root } = parseCheckpoint(text)
  const whole = qrPicture(note)
  return [
    { block: 'text', text: `${says} It has ${counted(signatures.length, 'signature')}.` },
    {
      block: 'digest',
      digest: paperDigest(`Root over the first ${counted(size, 'entry', 'entries')}`, bytesToHex(root)),
    },
    {
      block: 'checkpoint',
      lines: note.trimEnd().split('\n'),
      code: whole ?? qrPicture(text),
      codeHolds: whole === null ? 'The first three lines of the note' : 'The whole note, exactly as it stands beside',
    },
  ]
}

/** The first checkpoint that covers the entry; undefined when none does yet. */
export function checkpointOver(checkpoints: readonly StoredCheckpoint[], index: number): StoredCheckpoint | undefined {
  return checkpoints.find(({ size }) => size > index)
}
