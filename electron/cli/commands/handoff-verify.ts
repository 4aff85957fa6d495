import { domainName } from '../../../shared/handoff/names.ts'
import { digest } from '../../../shared/ids.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import { z } from '../../../shared/zod.ts'
import { toInstant } from '../../core/clock.ts'
import { readFileCapped } from '../../core/files/host-files.ts'
import { readPinnedSigners } from '../../core/handoff/pinned-signers.ts'
import { type HandoffReport, verifyHandoff } from '../../core/handoff/verify.ts'
import type { ReceiverState } from '../../core/handoff/verify-manifest.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { paragraphs, rows, wrapped } from '../format.ts'
import { clock } from '../places.ts'

export const handoffVerify: Command = {
  name: 'handoff verify',
  takes: 'PATH',
  summary: 'The receiver: verifies a hand-off, folder or .tar, before anything of it is used.',
  details: [
    'Signatures by pinned signers over the exact manifest, every file against it, certificates, chains and CRLs, times, and, where they are given, the domain and the place in the sequence. The certificates of the signers must have come another way than the hand-off.',
    'The state file is JSON: {"epoch": 1, "sequence": 1, "manifestSha256": "..."} of the hand-off that was applied last. With --json, "state" of a good hand-off is the next one.',
  ],
  examples: [
    'conclave handoff verify handoff-fleet-1-1.tar --signers handoff-signers/*.pem --domain fleet --state state.json',
  ],
  options: {
    signers: {
      type: 'string',
      value: 'PEM',
      multiple: true,
      help: 'Certificates of the signers that you trust: PEM files, or a folder of them.',
    },
    domain: { type: 'string', value: 'D', help: 'The fleet that you are responsible for.' },
    state: { type: 'string', value: 'FILE', help: 'What was applied last; without it a replay cannot be noticed.' },
    'allow-practice': { type: 'boolean', help: 'Accept what comes from a practice facility. Only for rehearsals.' },
  },
  positionals: { min: 1, max: 1 },
  run: verify,
}

async function verify(call: Call): Promise<Outcome> {
  const pinned = call.list('signers')
  if (pinned.length === 0)
    throw new UsageError(
      '"handoff verify" needs --signers: nothing inside a hand-off can say who may sign it.',
      handoffVerify,
    )
  const domain = call.option('domain')
  if (domain !== undefined && !domainName.safeParse(domain).success)
    throw new UsageError(`"${domain}" is not a domain: lowercase, like a DNS name.`, handoffVerify)
  const signers: Uint8Array[] = []
  for (const path of pinned) signers.push(...(await readPinnedSigners(path)))
  const state = call.option('state')
  const report = await verifyHandoff(call.positionals[0] ?? '', {
    signers,
    now: toInstant(clock.now()),
    allowPractice: call.flag('allow-practice'),
    ...(domain === undefined ? {} : { domain }),
    ...(state === undefined ? {} : { state: readState(state) }),
  })
  const [first] = report.problems
  const failure =
    first === undefined
      ? undefined
      : { ...first, remedy: 'Keep it, install nothing of it, and ask for the hand-off again.' }
  return { json: toJson(report), text: describe(report), failure }
}

function toJson({ ok, checks, notChecked, problems, handoff }: HandoffReport): object {
  const state =
    ok && handoff !== null
      ? { epoch: handoff.manifest.epoch, sequence: handoff.manifest.sequence, manifestSha256: handoff.manifestSha256 }
      : null
  return {
    ok,
    name: handoff?.name ?? null,
    manifestSha256: handoff?.manifestSha256 ?? null,
    signers: handoff?.signers ?? [],
    checks,
    notChecked,
    problems,
    state,
  }
}

function describe({ ok, checks, notChecked, handoff }: HandoffReport): string {
  const name = handoff?.name ?? 'The hand-off'
  return paragraphs(
    ok ? `${name}: every check passed.` : `${name}: REFUSED.`,
    rows(
      checks.map((check): [string, string] => [
        `${check.ok ? 'ok ' : 'BAD'}  ${check.name}`,
        wrapped(check.detail, '', 76),
      ]),
    ),
    notChecked.length === 0 ? null : `Not checked:\n${notChecked.map((line) => wrapped(`- ${line}`, '  ')).join('\n')}`,
  )
}

const receiverState = z.strictObject({
  epoch: z.number().int().min(1),
  sequence: z.number().int().min(1),
  manifestSha256: digest,
})

function readState(path: string): ReceiverState {
  try {
    return receiverState.parse(JSON.parse(new TextDecoder().decode(readFileCapped(path, 4096))))
  } catch (cause) {
    if (cause instanceof OperationError) throw cause
    throw fail('invalid-request', `${path} is not the state of a receiver.`, {
      remedy: 'It holds {"epoch": 1, "sequence": 1, "manifestSha256": "..."} of the hand-off that was applied last.',
      cause,
    })
  }
}
