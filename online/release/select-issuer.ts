import { createPublicKey } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Hex } from '../../shared/bytes.ts'
import { OperationError } from '../../shared/failure.ts'
import { readFileCapped } from '../../electron/core/files/host-files.ts'
import { notReady } from './not-ready.ts'
import { type Authority, issuingAuthorities, type Release, stoppedIssuers } from './release.ts'

const MAX_KEY_BYTES = 64 * 1024
const MAX_KEYS = 200

export interface ChosenIssuer {
  readonly authority: Authority
  /** Path of its private key; null when the target has none on disk. */
  readonly key: string | null
}

interface Choice {
  readonly name: string
  readonly issuer?: string | undefined
  readonly keys?: readonly string[] | undefined
}

/**
 * The issuing CA of a target: the one that it names, else the one that a key there belongs to, else the default issuer, else the only
 * one. With several keys the default issuer wins, then the certificate that began last. One that was only told to stop comes after all
 * that may issue: its files stay. Fails with `target-not-ready`.
 */
export function selectIssuer(release: Release, { name, issuer, keys = [] }: Choice): ChosenIssuer {
  const issuing = preferred(release, issuingAuthorities(release), issuer)
  const stopped = preferred(release, stoppedIssuers(release), issuer)
  const candidates = [...issuing, ...stopped]
  if (candidates.length === 0) {
    throw notReady(
      name,
      issuer === undefined ? 'the hand-off has no issuing CA.' : `the hand-off has no issuing CA "${issuer}".`,
      'Correct "issuer" in the configuration, or ask for a hand-off with that CA.',
    )
  }
  if (keys.length === 0) {
    return { authority: onlyOrDefault(release, name, issuing.length > 0 ? issuing : stopped), key: null }
  }
  const paths = new Map(keyFiles(name, keys).map((path) => [spkiOf(name, path), path]))
  for (const authority of candidates) {
    const key = paths.get(authority.facts.spkiSha256)
    if (key !== undefined) return { authority, key }
  }
  throw notReady(
    name,
    `none of its ${paths.size} keys is the one of ${candidates.map((one) => one.name).join(' or ')}.`,
    'Put the private key that belongs to the request that was signed into one of the places of "keys".',
  )
}

/** The default issuer first, then the certificate that began last. */
function preferred({ state }: Release, from: readonly Authority[], name: string | undefined): readonly Authority[] {
  const isDefault = ({ facts }: Authority): number => Number(facts.spkiSha256 === state.default_issuer)
  return from
    .filter((one) => name === undefined || one.name === name)
    .toSorted((a, b) => isDefault(b) - isDefault(a) || (a.facts.notBefore < b.facts.notBefore ? 1 : -1))
}

function onlyOrDefault(release: Release, name: string, sorted: readonly Authority[]): Authority {
  const [first] = sorted
  if (first !== undefined && (sorted.length === 1 || first.facts.spkiSha256 === release.state.default_issuer))
    return first
  throw notReady(
    name,
    `the hand-off has ${sorted.length} issuing CAs and no default: ${sorted.map((one) => one.name).join(', ')}.`,
    'Say in the configuration which one this target uses: "issuer".',
  )
}

function keyFiles(name: string, places: readonly string[]): readonly string[] {
  const found = places.flatMap((place) => {
    try {
      if (!statSync(place).isDirectory()) return [place]
      const names = readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isFile())
      return names.map((entry) => join(place, entry.name)).toSorted()
    } catch (cause) {
      throw notReady(name, `${place} cannot be read.`, 'Correct "keys" in the configuration.', cause)
    }
  })
  if (found.length > MAX_KEYS)
    throw notReady(name, `there are more than ${MAX_KEYS} keys.`, 'Name the files one by one in "keys".')
  return found
}

/** SHA-256 of the public half. A file in a folder of keys that is no key belongs to nothing. */
function spkiOf(name: string, path: string): string {
  try {
    const key = Buffer.from(readFileCapped(path, MAX_KEY_BYTES))
    const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
    key.fill(0)
    return sha256Hex(new Uint8Array(spki))
  } catch (cause) {
    if (!(cause instanceof OperationError)) return `not a key: ${path}`
    throw notReady(name, `the key ${path} cannot be read.`, 'Correct its permissions or "keys".', cause)
  }
}
