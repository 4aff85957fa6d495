import type { HandoffManifest } from '../../../shared/handoff/manifest.ts'
import type { Finding, HandoffProblem } from './findings.ts'
import type { Hierarchy } from './verify-hierarchy.ts'

/** What a receiver remembers of what it accepted. Keys by SHA-256 of their SubjectPublicKeyInfo. */
export interface RememberedTrust {
  readonly crls: readonly {
    readonly issuerSpkiSha256: string
    readonly number: string
    readonly thisUpdate: string
    readonly sha256: string
  }[]
  readonly anchors: readonly string[]
}

/**
 * What must hold between one hand-off and the next: no list is older than the one before of its authority (consumers do not look at
 * CRL numbers themselves), and no trust anchor comes or goes without an action that says so. `null`: the first; `roots` are then the
 * certificates (SHA-256) that were pinned, if any were.
 */
export function checkSuccession(
  manifest: HandoffManifest,
  { anchors }: Hierarchy,
  remembered: RememberedTrust | null,
  roots: readonly string[] | null,
): Finding {
  const problems: HandoffProblem[] = []
  if (remembered === null) {
    for (const { sha256 } of anchors) {
      if (roots?.includes(sha256) === false) {
        problems.push({
          code: 'handoff-anchor-unordered',
          message: `Its trust anchor ${sha256} is not one of those that were pinned.`,
        })
      }
    }
    return { problems, detail: `${roots === null ? 'No root was pinned; it' : 'It'} brings the first trust anchors.` }
  }
  for (const artifact of manifest.artifacts) {
    const { path, issuer_spki_sha256: spki, crl_number: number, this_update: thisUpdate } = artifact
    const last = remembered.crls.find(({ issuerSpkiSha256 }) => issuerSpkiSha256 === spki)
    if (artifact.kind !== 'crl' || last === undefined || number === null || thisUpdate === null) continue
    // The same list again is what a heartbeat carries. The PEM of it has other bytes, so its facts are compared.
    if (number === last.number && thisUpdate === last.thisUpdate) {
      if (artifact.media_type === 'application/pkix-crl' && artifact.sha256 !== last.sha256)
        problems.push(older(`${path} is another list with the number ${number} that was accepted already.`))
    } else if (BigInt(number) <= BigInt(last.number))
      problems.push(older(`${path} has number ${number}; ${last.number} was accepted already.`))
    else if (thisUpdate <= last.thisUpdate)
      problems.push(older(`${path} is of ${thisUpdate}; one of ${last.thisUpdate} was accepted already.`))
  }
  return {
    problems: [...problems, ...anchorProblems(manifest, anchors, remembered)],
    detail: 'It follows the last one.',
  }
}

function anchorProblems(
  manifest: HandoffManifest,
  anchors: Hierarchy['anchors'],
  remembered: RememberedTrust,
): readonly HandoffProblem[] {
  const problems: HandoffProblem[] = []
  const say = (message: string): void => void problems.push({ code: 'handoff-anchor-unordered', message })
  const targets = (...kinds: readonly string[]): readonly string[] =>
    manifest.actions.filter(({ kind }) => kinds.includes(kind)).map(({ target }) => target)
  const added = new Set(targets('add_anchor'))
  const removed = new Set(targets('remove_anchor', 'distrust'))
  for (const { spkiSha256, sha256 } of anchors) {
    if (remembered.anchors.includes(spkiSha256)) continue
    const paths = manifest.artifacts.filter((artifact) => artifact.sha256 === sha256).map(({ path }) => path)
    if (!paths.some((path) => added.has(path))) say(`A new trust anchor comes without an order: SPKI ${spkiSha256}.`)
  }
  for (const spki of remembered.anchors) {
    if (!anchors.some(({ spkiSha256 }) => spkiSha256 === spki) && !removed.has(spki))
      say(`A trust anchor goes without an order: SPKI ${spki}.`)
  }
  return problems
}

function older(message: string): HandoffProblem {
  return { code: 'handoff-crl-older', message }
}
