import type { Block } from '../../../shared/paper/paper.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'

/** How somebody who trusts neither this paper nor who printed it compares it with the log. Every command exists. */
export function checkingPart(run: RunState): Block[] {
  const from = String(run.openedIndex)
  const to = String(run.lastIndex)
  return [
    { block: 'section', title: 'How to check this paper against the log' },
    {
      block: 'text',
      text: '1. Read the QR code of the last checkpoint above, or type its first three lines, into the file checkpoint.txt. Then verify the copy of the facility against it. FACILITY is its folder; nothing in it is written.',
    },
    { block: 'code', lines: ['conclave log verify FACILITY --from checkpoint.txt'] },
    {
      block: 'text',
      text: '2. Compare the entries of this run with the lines of this paper: number, time and sentence are the same.',
    },
    { block: 'code', lines: [`conclave log show FACILITY --from ${from} --to ${to}`] },
    {
      block: 'text',
      text: '3. Have the record made again. Nothing stands on it that is not in the log, so the same version of Conclave makes the same file from the same log.',
    },
    {
      block: 'code',
      lines: [`conclave run record --facility FACILITY --run ${run.id} --out NEW-FOLDER`, 'sha256sum NEW-FOLDER/*'],
    },
    {
      block: 'text',
      text: '4. A signature stands in its entry as hex; SHA-256 over its bytes is the digest on this paper. N is the number of the entry.',
    },
    {
      block: 'code',
      lines: ['conclave log show FACILITY --from N --to N --json', 'printf %s SIGNATURE | xxd -r -p | sha256sum'],
    },
    {
      block: 'text',
      text: '5. Every digest of a file is its name in the folder FACILITY/artifacts, below its first two digits.',
    },
    { block: 'code', lines: ['sha256sum FACILITY/artifacts/*/*'] },
  ]
}
