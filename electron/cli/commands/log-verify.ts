import type { FailureCode } from '../../../shared/failure.ts'
import { readFileCapped } from '../../core/files/host-files.ts'
import { verifyFacility } from '../../core/log/verify-facility.ts'
import type { FacilityVerdict } from '../../core/log/verdict.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { readTrustPolicy } from '../trust-policy-file.ts'
import { digestText, paragraphs, rows, wrapped } from '../format.ts'

const CHECKPOINT_LIMIT = 65_536

export const logVerify: Command = {
  name: 'log verify',
  takes: 'DIR',
  summary: 'Verifies the whole record of a facility: entries, tree, checkpoints, signatures, approvals, files.',
  details: [
    'Reads the folder of a facility and writes nothing into it, so it works on read-only media and beside an open console. Checks every entry byte for byte, the hash tree, all checkpoints and cosignatures, the signature of every person, that nothing was signed without its quorum, that every certificate, CRL and hand-off holds the approved bytes, and every file against its digest.',
    'A folder alone cannot show that its newest part was cut off together with its checkpoints: give the checkpoint of the last ceremony with --from, from paper or from a hand-off (log/checkpoint). It is trusted as it stands.',
  ],
  examples: [
    'conclave log verify practice-1/facility',
    'conclave log verify practice-1/facility --from checkpoint.txt --json',
  ],
  options: {
    policy: {
      type: 'string',
      value: 'POLICY-FILE',
      help: 'Whom you trust (C2SP tlog-policy): the vkey of the log, witnesses, and whose cosignatures the newest checkpoint must have.',
    },
    from: {
      type: 'string',
      value: 'CHECKPOINT-FILE',
      help: 'A checkpoint that you trust: a signed note, or its three lines alone.',
    },
  },
  positionals: { min: 1, max: 1 },
  run: verify,
}

/** Entries. A log of a million would else write five thousand lines where there is no terminal. */
const SAID_EVERY = 10_000

async function verify(call: Call): Promise<Outcome> {
  const file = call.option('from')
  const from = file === undefined ? undefined : new TextDecoder().decode(readFileCapped(file, CHECKPOINT_LIMIT))
  const policyFile = call.option('policy')
  const verdict = await verifyFacility(call.positionals[0] ?? '', {
    from,
    policy: policyFile === undefined ? undefined : readTrustPolicy(policyFile),
    progress: (done) => {
      if (done % SAID_EVERY === 0) call.progress(`Verified ${String(done)} entries`)
    },
  })
  const [first] = verdict.problems
  if (first === undefined) return { json: verdict, text: describe(verdict) }
  const failure = {
    // Codes of the log verifier are finer than those of failures.
    code: 'log-inconsistent' as FailureCode,
    message: `${verdict.headline}: ${first.message}`,
    remedy: 'Stop using this facility, keep it as it is, and compare it with a backup and the last printed checkpoint.',
    detail: { index: first.index, problem: first.code },
  }
  return { json: verdict, text: describe(verdict), failure }
}

function describe(verdict: FacilityVerdict): string {
  const { facility, root, problems } = verdict
  return paragraphs(
    verdict.headline,
    wrapped(verdict.sentence),
    problems.length === 0
      ? null
      : problems.map(({ index, code, message }) => `  entry ${String(index)}  ${code}: ${message}`).join('\n'),
    facility === null
      ? null
      : rows([
          ['Facility', `${facility.name}${facility.mode === 'practice' ? ' (PRACTICE)' : ''}`],
          ['Log', facility.origin],
          ...(root === null ? [] : [['Root', digestText(root)] as const]),
        ]),
    ...verdict.notes.map((note) => wrapped(`Note: ${note}`)),
  )
}
