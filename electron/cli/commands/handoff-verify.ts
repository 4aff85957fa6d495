import { domainName } from '../../../shared/handoff/names.ts'
import { hostClock, toInstant } from '../../core/clock.ts'
import { readPinnedSigners } from '../../core/handoff/pinned-signers.ts'
import { type HandoffReport, verifyHandoff } from '../../core/handoff/verify.ts'
import { verifyReceived } from '../../../online/trust/verify-received.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { ACCEPT_LATE, STATE, storeOf } from '../receiver/places.ts'
import { reportJson, reportText } from '../receiver/report-text.ts'

export const handoffVerify: Command = {
  name: 'handoff verify',
  takes: 'PATH',
  summary: 'The receiver: verifies a hand-off, folder or .tar, before anything of it is used.',
  details: [
    'Signatures by pinned signers over the exact manifest, every file against it, certificates, chains and CRLs, times, the domain, the place in the sequence, and that nothing goes back: no older CRL, no trust anchor that comes or goes without an order.',
    'With --state everything is compared with what this receiver pinned and remembers; nothing is changed. With --signers it is a look at one hand-off by itself: the certificates of the signers must have come another way than the hand-off, and a replay cannot be noticed.',
  ],
  examples: [
    'conclave handoff verify handoff-fleet-1-2.tar --state /var/lib/conclave',
    'conclave handoff verify handoff-fleet-1-1.tar --signers handoff-signers/*.pem --domain fleet',
  ],
  options: {
    ...STATE,
    signers: {
      type: 'string',
      value: 'PEM',
      multiple: true,
      help: 'Without --state: certificates of the signers that you trust, PEM files or a folder of them.',
    },
    domain: { type: 'string', value: 'D', help: 'Without --state: the fleet that you are responsible for.' },
    'allow-practice': { type: 'boolean', help: 'Without --state: accept what comes from a practice facility.' },
    ...ACCEPT_LATE,
  },
  positionals: { min: 1, max: 1 },
  run: verify,
}

async function verify(call: Call): Promise<Outcome> {
  const report = await (call.option('state') === undefined ? alone(call) : remembered(call))
  const [first] = report.problems
  const failure =
    first === undefined
      ? undefined
      : { ...first, remedy: 'Keep it, install nothing of it, and ask for the hand-off again.' }
  return { json: reportJson(report), text: reportText(report), failure }
}

async function remembered(call: Call): Promise<HandoffReport> {
  for (const name of ['signers', 'domain', 'allow-practice']) {
    if (call.option(name) !== undefined || call.list(name).length > 0 || call.flag(name))
      throw new UsageError(`--${name} was pinned: it has no place beside --state.`, handoffVerify)
  }
  const { memory } = storeOf(call, handoffVerify)
  const options = { now: hostClock.now(), acceptLate: call.flag('accept-late') }
  return (await verifyReceived(call.positionals[0] ?? '', memory, options)).report
}

async function alone(call: Call): Promise<HandoffReport> {
  const pinned = call.list('signers')
  if (pinned.length === 0)
    throw new UsageError(
      '"handoff verify" needs --state or --signers: nothing inside a hand-off can say who may sign it.',
      handoffVerify,
    )
  const domain = call.option('domain')
  if (domain !== undefined && !domainName.safeParse(domain).success)
    throw new UsageError(`"${domain}" is not a domain: lowercase, like a DNS name.`, handoffVerify)
  const signers: Uint8Array[] = []
  for (const path of pinned) signers.push(...(await readPinnedSigners(path)))
  return verifyHandoff(call.positionals[0] ?? '', {
    signers,
    now: toInstant(hostClock.now()),
    allowPractice: call.flag('allow-practice'),
    acceptLate: call.flag('accept-late'),
    ...(domain === undefined ? {} : { domain }),
  })
}
