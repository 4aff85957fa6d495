import { readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { sha256Hex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { domainName, signerCertificatePath } from '../../../shared/handoff/names.ts'
import { slug } from '../../../shared/ids.ts'
import { decodePemBlocks } from '../../../shared/pki/pem.ts'
import { hostClock, toInstant } from '../../core/clock.ts'
import { readFileCapped } from '../../core/files/host-files.ts'
import { readHandoff } from '../../core/handoff/container.ts'
import { readPinnedSigners } from '../../core/handoff/pinned-signers.ts'
import { readManifest } from '../../core/handoff/verify-manifest.ts'
import { readExpectedDigests } from '../../../online/trust/expected-digests.ts'
import { type Candidate, pinSigners } from '../../../online/trust/pin-signers.ts'
import { receiverCertificatePath, receiverKey } from '../../../online/trust/receiver-key.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { digestJson, digestText, paragraphs, rows } from '../format.ts'
import { locked, STATE, storeOf } from '../receiver/places.ts'
import { typedDigests } from '../receiver/typed-digests.ts'

const MAX_EXPECTED_BYTES = 1024 * 1024

export const handoffPin: Command = {
  name: 'handoff pin',
  takes: '',
  summary: 'The receiver: pins once, by words, who may sign hand-offs for it, and makes its key for receipts.',
  details: [
    'The certificates come with --signers, or out of a hand-off with --from. Every one of them, and every --root, is compared with its SHA-256 as it came another way: typed as it is read from the paper of the ceremony (32 words or 64 hex digits), or in the file of --expect. Only if all are the same, anything is pinned.',
    'A new epoch, signed by enough old and new signers, changes the pin by itself. --again is for the day on which the old keys are lost: it needs the words of the new signers, a reason, and the number of their epoch.',
    'It prints the words of the certificate of this receiver: read them to the offline side, which believes receipts by it.',
  ],
  examples: [
    'conclave handoff pin --state /var/lib/conclave --receiver gate-1 --domain fleet.example --threshold 2 --signers handoff-signers/*.pem --expect paper.txt',
  ],
  options: {
    ...STATE,
    receiver: { type: 'string', value: 'NAME', help: 'Name of this receiver, as receipts say it.' },
    domain: { type: 'string', value: 'D', help: 'The fleet that it is responsible for.' },
    threshold: { type: 'string', value: 'K', help: 'How many signers must have signed. Without it: 2, or 1 of 1.' },
    practice: {
      type: 'boolean',
      help: 'A receiver for rehearsals: takes hand-offs of practice facilities and no others.',
    },
    signers: { type: 'string', value: 'PEM', multiple: true, help: 'Certificates of the signers: files or a folder.' },
    from: {
      type: 'string',
      value: 'HANDOFF',
      help: 'Take the certificates out of this hand-off; they are compared all the same.',
    },
    root: {
      type: 'string',
      value: 'PEM',
      multiple: true,
      help: 'Root certificates that the first hand-off may bring.',
    },
    expect: {
      type: 'string',
      value: 'FILE',
      help: 'SHA-256 of every certificate as it came another way, one in a line.',
    },
    again: { type: 'string', value: 'WHY', help: 'Pin others in the place of those that are pinned.' },
    epoch: { type: 'string', value: 'N', help: 'The epoch that these signers sign.' },
  },
  positionals: { min: 0, max: 0 },
  run: pin,
}

async function pin(call: Call): Promise<Outcome> {
  const store = storeOf(call, handoffPin)
  const known = store.isPinned ? store.memory.pin : null
  const receiver = needed(call.option('receiver') ?? known?.receiver, 'receiver', slug)
  const domain = needed(call.option('domain') ?? known?.domain, 'domain', domainName)
  const signers = await candidates(call)
  const roots: Uint8Array[] = []
  for (const path of call.list('root')) roots.push(...(await readPinnedSigners(path)))
  const names = [...signers.map(({ name }) => name), ...roots.map((_, index) => `root ${index + 1}`)]
  const expect = call.option('expect')
  const expected =
    expect === undefined
      ? await typedDigests(names)
      : readExpectedDigests(Buffer.from(readFileCapped(expect, MAX_EXPECTED_BYTES)).toString('utf8'))
  const now = hostClock.now()
  const pinned = await locked(store, () =>
    pinSigners(store, {
      receiver,
      domain,
      practice: call.flag('practice') || known?.practice === true,
      threshold: positive(call.option('threshold') ?? String(Math.min(2, signers.length)), 'threshold'),
      epoch: call.option('epoch') === undefined ? null : positive(call.option('epoch') ?? '', 'epoch'),
      signers,
      roots,
      expected,
      again: call.option('again') ?? null,
      pinned_at: toInstant(now),
    }),
  )
  const own = sha256Hex(receiverKey(store, receiver, now).certificate)
  const facts = signers.map(({ name, certificate }) => ({ name, sha256: sha256Hex(certificate) }))
  return {
    json: {
      receiver,
      domain,
      practice: pinned.practice,
      threshold: pinned.threshold,
      signers: facts.map(({ name, sha256 }) => ({ name, ...digestJson(sha256) })),
      certificate: { path: receiverCertificatePath(store), ...digestJson(own) },
    },
    text: paragraphs(
      `Pinned: ${pinned.threshold} of these ${facts.length} must have signed what is for ${domain}.${pinned.practice ? ' PRACTICE.' : ''}`,
      rows(facts.map(({ name, sha256 }): [string, string] => [name, digestText(sha256)])),
      `Read this to the offline side: the certificate of this receiver, ${receiverCertificatePath(store)}`,
      digestText(own, '  '),
    ),
  }
}

async function candidates(call: Call): Promise<readonly Candidate[]> {
  const from = call.option('from')
  const files = call.list('signers')
  if ((from === undefined) === (files.length === 0))
    throw new UsageError('"handoff pin" needs either --signers or --from.', handoffPin)
  if (from !== undefined) return signersInside(from)
  const found: Candidate[] = []
  for (const path of files.flatMap(filesAt)) {
    for (const [index, certificate] of (await readPinnedSigners(path)).entries()) {
      const name = basename(path)
        .replace(/\.[a-z]+$/i, '')
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
      found.push({ name: index === 0 ? name : `${name}-${index + 1}`, certificate })
    }
  }
  const bad = found.find(({ name }) => !slug.safeParse(name).success)
  if (bad !== undefined) throw new UsageError(`"${bad.name}" is no name for a signer: rename the file.`, handoffPin)
  return found
}

/** A folder stands for its `.pem` files, whose names are those of the signers. */
function filesAt(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path]
  const names = readdirSync(path).filter((name) => name.endsWith('.pem'))
  if (names.length === 0) throw fail('file-not-found', `There is no signer's certificate in ${path}.`)
  return names.toSorted().map((name) => join(path, name))
}

async function signersInside(path: string): Promise<readonly Candidate[]> {
  const container = await readHandoff(path)
  const { manifest, problems } = readManifest(container)
  if (manifest === null) throw fail('handoff-malformed', problems[0]?.message ?? 'It has no manifest.')
  return manifest.signers_required.keys.map(({ name }) => {
    const pem = Buffer.from(container.files.get(signerCertificatePath(name)) ?? []).toString('latin1')
    const [certificate] = decodePemBlocks('CERTIFICATE', pem) ?? []
    if (certificate === undefined) throw fail('handoff-malformed', `It has no certificate of the signer ${name}.`)
    return { name, certificate }
  })
}

function needed(
  value: string | undefined,
  name: string,
  schema: { safeParse(value: unknown): { success: boolean } },
): string {
  if (value === undefined) throw new UsageError(`"handoff pin" needs --${name}.`, handoffPin)
  if (!schema.safeParse(value).success)
    throw new UsageError(`"${value}" is no ${name}: lowercase letters, digits and hyphens.`, handoffPin)
  return value
}

function positive(text: string, name: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--${name} is a number from 1 on.`, handoffPin)
  return Number(text)
}
