import { writeSync } from 'node:fs'
import { LedgerStore } from '../../electron/core/ledger/store.ts'
import { draft } from './sample-log.ts'

// Appends to the log at argv[2] until it is killed, and says each index once the entry is durable.
const store = LedgerStore.open(process.argv[2] ?? '')
for (;;) {
  const { index } = store.append(draft(store.size))
  writeSync(1, `${index}\n`)
}
