import { X509Certificate } from 'node:crypto'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import type { Facility } from '../facility/facility.ts'
import type { About, Acquirer } from './acquirer.ts'

const LINE_FEED = Uint8Array.of(0x0a)

/**
 * What the facility itself knows: its log with all checkpoints, what it issued with serial, SHA-256 and public key, every CRL with
 * its number. The files are those of the artifact store, compared with their digests.
 */
export async function collectLog(acquirer: Acquirer, facility: Facility): Promise<void> {
  const { state, artifacts, store } = facility
  const from = (what: string, name: string, method = 'read from the log'): About => ({
    group: 'console',
    what,
    source: `the facility ${state.founded.origin}`,
    name,
    method,
  })
  const notes = store.checkpoints().map(({ note }) => note)
  acquirer.bytes(
    from('Every checkpoint of the log with its cosignatures', 'checkpoints.txt'),
    utf8ToBytes(notes.join('\n')),
  )
  collectEntries(acquirer, facility, from('Every entry of the log, one canonical JSON a line', 'log.jsonl'))
  acquirer.json(from('Issued certificates', 'issued.json'), {
    issued: state.certificates.map(
      ({ certificate, serial, subject, subjectKey, signingKey, notBefore, notAfter, run, issuedAt, index }) => ({
        serial,
        sha256: certificate,
        spki: subjectKey,
        subject,
        issuer: issuerOf(artifacts.get(certificate)),
        signingKey,
        notBefore,
        notAfter,
        run,
        issuedAt,
        entry: index,
      }),
    ),
  })
  acquirer.json(from('CRLs by key and number', 'crls.json'), {
    crls: state.crls.map(
      ({ crl, signingKey, issuer, number, thisUpdate, nextUpdate, entries, run, issuedAt, index }) => ({
        signingKey,
        issuer,
        number,
        sha256: crl,
        thisUpdate,
        nextUpdate,
        entries,
        run,
        issuedAt,
        entry: index,
      }),
    ),
  })
  acquirer.json(from('Keys and their copies, tokens, people and policy, as the log has them', 'facility.json'), {
    founded: state.founded,
    keys: [...state.keys.values()],
    tokens: [...state.tokens.values()],
    people: [...state.people.values()],
    policy: state.policy,
    policyDigest: state.policyDigest,
  })
  const stored = 'read from the artifact store, where it lies under its SHA-256, and hashed again'
  for (const { certificate, serial } of state.certificates)
    await keepStored(
      acquirer,
      facility,
      certificate,
      from(`Certificate ${serial}`, `certificate-${serial}.der`, stored),
    )
  for (const { crl, signingKey, number } of state.crls)
    await keepStored(
      acquirer,
      facility,
      crl,
      from(`CRL ${String(number)} of ${signingKey}`, `crl-${signingKey}-${String(number)}.der`, stored),
    )
}

function collectEntries(acquirer: Acquirer, { store }: Facility, about: About): void {
  const { at, incoming } = acquirer.receive()
  try {
    for (const { bytes } of store.records()) {
      incoming.write(bytes)
      incoming.write(LINE_FEED)
    }
    acquirer.keep(about, incoming.finish(), at)
  } finally {
    incoming.discard()
  }
}

async function keepStored(acquirer: Acquirer, { artifacts }: Facility, sha256: string, about: About): Promise<void> {
  await acquirer.attempt('console', about.what, () => {
    artifacts.check(sha256)
    const compared = ['hashed again: it is what the log names']
    acquirer.keep({ ...about, compared }, { sha256, size: artifacts.sizeOf(sha256) })
  })
}

function issuerOf(certificate: Uint8Array): string {
  return new X509Certificate(certificate).issuer.replaceAll('\n', ', ')
}
