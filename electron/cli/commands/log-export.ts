import { join, resolve } from 'node:path'
import { copyArtifacts } from '../../core/log/copy-artifacts.ts'
import { exportLog } from '../../core/log/export-log.ts'
import { openSnapshot } from '../../core/log/snapshot.ts'
import { ClaimedFolder } from '../../core/files/claimed-folder.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { paragraphs, rows } from '../format.ts'

export const logExport: Command = {
  name: 'log export',
  takes: 'DIR',
  summary:
    'Writes the log of a facility as C2SP tlog-tiles, with all its files: plain files that any web server can serve.',
  details: [
    'The entries up to the last checkpoint, the hashes of the tree, every checkpoint with its cosignatures, and the files that entries name by digest. Nothing is verified and nothing is written to the facility; entries after the last checkpoint stay behind.',
  ],
  examples: ['conclave log export north-vault --out /media/usb/north-vault-log'],
  options: { out: { type: 'string', value: 'FOLDER', help: 'A new or empty folder.' } },
  positionals: { min: 1, max: 1 },
  run: exportFolder,
}

async function exportFolder(call: Call): Promise<Outcome> {
  const out = call.option('out')
  if (out === undefined) throw new UsageError('"log export" needs --out FOLDER.', logExport)
  const snapshot = openSnapshot(resolve(call.positionals[0] ?? ''))
  const folder = ClaimedFolder.claim(resolve(out))
  try {
    const done = await exportLog(snapshot.store, folder.path, (entries, of) => {
      call.progress(`Exported ${String(entries)} of ${String(of)} entries`, entries / of)
    })
    copyArtifacts(snapshot.layout.artifacts, join(folder.path, 'artifacts'))
    return {
      json: { folder: folder.path, ...done },
      text: paragraphs(
        rows([
          ['Written', folder.path],
          ['Entries', String(done.size)],
          ['Checkpoints', String(done.checkpoints)],
          ['Tiles', String(done.tiles)],
        ]),
        done.left === 0 ? null : `${String(done.left)} entries are newer than the last checkpoint and stayed behind.`,
      ),
    }
  } catch (error) {
    folder.remove()
    throw error
  } finally {
    snapshot.close()
  }
}
