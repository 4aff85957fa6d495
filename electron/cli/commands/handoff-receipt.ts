import { copyFileSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../../../shared/failure.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { type HandoffReceipt, handoffReceipt, RECEIPT_MAX_BYTES } from '../../../shared/handoff/receipt.ts'
import { writeFailure } from '../../core/files/disk-failure.ts'
import { readFileCapped } from '../../core/files/host-files.ts'
import { receiverCertificatePath } from '../../../online/trust/receiver-key.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { paragraphs, rows } from '../format.ts'
import { STATE, storeOf } from '../receiver/places.ts'

export const handoffReceiptCommand: Command = {
  name: 'handoff receipt',
  takes: '',
  summary: 'The receiver: the last receipt, to be carried back to the offline side.',
  details: [
    'A receipt is written and signed when a hand-off was applied, stopped, rolled back or refused. This shows the last one, or the one of --counter, and with --out copies it with its signature and the certificate of the receiver.',
    'It is verified by: openssl cms -verify -binary -inform DER -in NAME.p7s -content NAME.json -CAfile receiver.pem -out /dev/null',
  ],
  options: {
    ...STATE,
    counter: { type: 'string', value: 'N', help: 'Which one; without it the last.' },
    out: { type: 'string', value: 'DIR', help: 'Where to copy it: the medium that goes back.' },
  },
  positionals: { min: 0, max: 0 },
  run: show,
}

function show(call: Call): Outcome {
  const store = storeOf(call, handoffReceiptCommand)
  const { memory } = store
  const wanted = call.option('counter')
  const names = existsSync(store.path('receipts')) ? readdirSync(store.path('receipts')) : []
  const receipts = names
    .flatMap((file) => {
      const counter = /(?:^|-)receipt-.*-(\d+)\.json$/.exec(file)?.[1]
      const isSigned = counter !== undefined && names.includes(file.replace(/\.json$/, '.p7s'))
      return isSigned && Number(counter) <= memory.counter
        ? [{ name: file.slice(0, -5), counter: Number(counter) }]
        : []
    })
    .toSorted((a, b) => a.counter - b.counter)
  const found = wanted === undefined ? receipts.at(-1) : receipts.find(({ counter }) => String(counter) === wanted)
  if (found === undefined) {
    throw fail('file-not-found', 'There is no such receipt.', {
      remedy: 'One is written at the end of "conclave handoff apply" and "rollback".',
    })
  }
  const path = store.path('receipts', `${found.name}.json`)
  const receipt = handoffReceipt.parse(parseCanonical(readFileCapped(path, RECEIPT_MAX_BYTES)))
  const out = call.option('out')
  const copied =
    out === undefined ? [] : copyAll(out, [path, path.replace(/\.json$/, '.p7s'), receiverCertificatePath(store)])
  return { json: { name: found.name, path, receipt, copied }, text: textOf(receipt, path, copied) }
}

function copyAll(folder: string, paths: readonly string[]): readonly string[] {
  return paths.map((path) => {
    const to = join(folder, path.split('/').at(-1) ?? path)
    try {
      copyFileSync(path, to)
    } catch (error) {
      throw writeFailure(error, `"${to}"`)
    }
    return to
  })
}

function textOf(receipt: HandoffReceipt, path: string, copied: readonly string[]): string {
  return paragraphs(
    rows([
      ['Receipt', path],
      ['Hand-off', `${receipt.domain} ${receipt.epoch}-${receipt.sequence}${receipt.practice ? ' PRACTICE' : ''}`],
      ['Result', receipt.result],
      ...(receipt.reason === null ? [] : [['Reason', receipt.reason] as const]),
      ...receipt.stages.map(({ region, result }) => [`Region ${region}`, result] as const),
      ['Number', String(receipt.counter)],
    ]),
    copied.length === 0 ? null : `Copied:\n${copied.map((one) => `  ${one}`).join('\n')}`,
  )
}
