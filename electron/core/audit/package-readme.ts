import { hexToBytes } from '../../../shared/bytes.ts'
import type { AuditReport } from '../../../shared/audit/report.ts'
import { toWords } from '../../../shared/ledger/words.ts'

/** README.txt of an auditor package. Lines that start with "$ " are commands, word for word. */
export function packageReadme({ facility, log, sample, withheld }: AuditReport): string {
  const words = log.root === null ? [] : toWords(hexToBytes(log.root))
  const lines = [
    `Auditor package of ${facility.name}${facility.mode === 'practice' ? ' (PRACTICE: nothing in it is worth anything)' : ''}`,
    '',
    'What is in it',
    '  report.html, report.json   what the record says, to be printed and to be read by programs',
    '  papers/                    the annotated record, attendance and exceptions of every run',
    '  log/                       the log itself: C2SP tlog-tiles, every checkpoint, every file by its SHA-256',
    '  samples/                   the entries of the sample with a C2SP tlog-proof each',
    '  verifier/                  one Python file that verifies the log and shares no code with Conclave',
    '',
    'Verify it on a computer of your own. Needed: Python 3.8 or newer, OpenSSL 1.1.1 or newer. Nothing is installed.',
    '',
    '$ python3 verifier/conclave_verify.py .',
    '',
    'It ends with "Verified" and exit code 0, or it names the entry from which on the record cannot be relied on.',
    '',
    'Then compare with something from outside: this package alone cannot show that its newest part was cut off, or that',
    'all of it was written anew with another key. Take the checkpoint from paper (the last page of a printed record, or',
    'the genesis page) and type its three lines into a file checkpoint.txt:',
    '',
    `  ${facility.origin}`,
    '  the number of entries',
    '  the root, in base64',
    '',
    '  python3 verifier/conclave_verify.py . --from checkpoint.txt',
    '',
    'Or write down whom you trust, as C2SP tlog-policy. The key of the log must come from the genesis page, not from here:',
    '',
    '  log <vkey of the log>',
    '  witness audit <vkey of a witness>',
    '  quorum audit',
    '',
    '  python3 verifier/conclave_verify.py . --policy trust.policy',
    '',
    ...(log.root === null
      ? []
      : [
          `The root over ${String(log.entries)} entries, to be compared with paper:`,
          `  ${log.root.match(/.{1,8}/g)?.join(' ') ?? ''}`,
          ...Array.from({ length: 4 }, (_, row) => `  ${words.slice(row * 8, row * 8 + 8).join(' ')}`),
          '',
        ]),
    `The sample was drawn with the seed "${sample.seed}". ${sample.how}`,
    ...(withheld.length === 0
      ? []
      : [
          '',
          `${String(withheld.length)} entries were left out (log/redactions.json says why). Their hashes are in the tree, so every`,
          'proof and checkpoint still holds; what stands in them, and the order of what follows, cannot be judged.',
        ]),
    '',
  ]
  return lines.join('\n')
}
