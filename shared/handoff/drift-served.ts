import type { DriftFinding } from './drift-finding.ts'
import { alarm, HOUR, PLAYBOOK, type Scope, type SignedHere, stateOf, warning } from './drift-scope.ts'
import type { SeenCertificate, SeenCrl, StatusTarget } from './status.ts'

/** What is wrong with what one target has on its disk and serves. */
export function targetFindings(scope: Scope, target: StatusTarget): DriftFinding[] {
  const at = scope.status.issued_at
  const findings: DriftFinding[] = []
  if (target.files === 'changed') {
    const text = 'Its files are neither those of the last hand-off nor those of the one before.'
    findings.push(alarm(scope, 'files-changed', target.target, text, 'as applied', 'changed', null))
  }
  if (target.files === 'mixed') {
    const text = 'Its files are some of the last hand-off, some of the one before.'
    findings.push(warning(scope, 'files-changed', target.target, text, 'as applied', 'mixed'))
  }
  findings.push(...anchorFindings(scope, target))
  for (const certificate of target.certificates) {
    findings.push(...authorityFindings(scope, target.target, certificate))
    if (!publishesOnly(target)) findings.push(...revokedFindings(scope, target.target, certificate))
  }
  for (const crl of target.crls) findings.push(...crlFindings(scope, target.target, crl, at))
  for (const { address, ok, detail, chain } of target.endpoints) {
    if (!ok)
      findings.push(
        warning(scope, 'endpoint-silent', address, `No handshake: ${detail}`.slice(0, 600), 'a handshake', 'none'),
      )
    const [leaf, ...above] = chain
    if (leaf !== undefined) findings.push(...leafFindings(scope, address, leaf, at))
    for (const certificate of above) {
      findings.push(...authorityFindings(scope, address, certificate), ...revokedFindings(scope, address, certificate))
    }
  }
  return findings
}

function anchorFindings(scope: Scope, { target, anchors }: StatusTarget): DriftFinding[] {
  const state = stateOf(scope)
  // Not every target has a trust store.
  if (state === null || anchors.length === 0) return []
  const wanted = state.anchors.map(({ spki_sha256: spki }) => spki)
  const missing = wanted.filter((spki) => !anchors.includes(spki))
  const others = anchors.filter((spki) => !wanted.includes(spki))
  return [
    ...missing.map((spki) =>
      warning(scope, 'anchor-missing', target, 'It does not trust a root that was handed over.', spki, 'not there'),
    ),
    ...others.map((spki) => {
      if (state.distrusted.includes(spki))
        return alarm(
          scope,
          'distrusted-served',
          target,
          'It still trusts a root that is distrusted.',
          'not there',
          spki,
          PLAYBOOK.root,
        )
      const known = [...scope.signed.certificates.values()].includes(spki)
      return known
        ? warning(scope, 'anchor-unknown', target, 'It still trusts a root that was removed.', 'not there', spki)
        : alarm(
            scope,
            'anchor-unknown',
            target,
            'It trusts a root that was never handed over.',
            'not there',
            spki,
            PLAYBOOK.root,
          )
    }),
  ]
}

/** A CA certificate in a file, or in a chain that a server sends. */
function authorityFindings(scope: Scope, place: string, certificate: SeenCertificate): DriftFinding[] {
  const state = stateOf(scope)
  const { spki_sha256: spki, sha256, subject } = certificate
  if (state === null) return []
  if (state.distrusted.includes(spki))
    return [
      alarm(
        scope,
        'distrusted-served',
        place,
        `It serves ${subject}, which is distrusted.`,
        'not there',
        sha256,
        PLAYBOOK.issuing,
      ),
    ]
  if (!scope.signed.certificates.has(sha256)) {
    const isKeyKnown = [...scope.signed.certificates.values()].includes(spki)
    const text = isKeyKnown
      ? `It serves a certificate of ${subject} that was not issued here, with a key that is known here.`
      : `It serves ${subject}, which was not issued here.`
    return [alarm(scope, 'issuer-unknown', place, text, 'a CA of this facility', sha256, PLAYBOOK.root)]
  }
  return []
}

/** A web root is where an AIA address (RFC 5280 §4.2.2.1) leads: what lies there is believed by nobody, and a revoked CA's certificate stays. */
function publishesOnly({ driver }: StatusTarget): boolean {
  return driver === 'web-root'
}

function leafFindings(scope: Scope, address: string, leaf: SeenCertificate, at: string): DriftFinding[] {
  const state = stateOf(scope)
  if (state === null) return []
  const findings = revokedFindings(scope, address, leaf)
  const issuer = leaf.issuer_spki_sha256
  const known = issuer !== null && [...scope.signed.certificates.values()].includes(issuer)
  if (!known) {
    const text = `${leaf.subject}, serial ${leaf.serial}, was signed by nobody whom this facility certified.`
    findings.push(
      alarm(scope, 'issuer-unknown', address, text, 'a CA of this facility', issuer ?? 'unknown', PLAYBOOK.issuing),
    )
  } else if (state.distrusted.includes(issuer)) {
    const text = `${leaf.subject}, serial ${leaf.serial}, rests on a key that is distrusted.`
    findings.push(
      alarm(scope, 'distrusted-served', address, text, 'a certificate of another CA', issuer, PLAYBOOK.issuing),
    )
  } else {
    const since = stoppedSince(scope.signed, issuer)
    if (since !== null && leaf.not_before > since) {
      const text = `${leaf.subject}, serial ${leaf.serial}, was issued after its CA was told to stop.`
      findings.push(
        alarm(scope, 'issuer-stopped', address, text, `nothing since ${since}`, leaf.not_before, PLAYBOOK.issuing),
      )
    }
  }
  if (leaf.not_after <= at)
    findings.push(
      alarm(scope, 'leaf-expired', address, `${leaf.subject} has expired.`, `later than ${at}`, leaf.not_after, null),
    )
  return findings
}

function revokedFindings(
  scope: Scope,
  place: string,
  { issuer_spki_sha256: issuer, serial, subject }: SeenCertificate,
): DriftFinding[] {
  if (issuer === null || !scope.signed.isRevoked(issuer, serial)) return []
  const text = `It serves ${subject}, serial ${serial}, which is revoked.`
  return [alarm(scope, 'revoked-served', place, text, 'not there', serial, PLAYBOOK.issuing)]
}

function crlFindings(scope: Scope, target: string, crl: SeenCrl, at: string): DriftFinding[] {
  const findings: DriftFinding[] = []
  const { issuer_spki_sha256: issuer, number, next_update: next } = crl
  if (next !== null && next <= at) {
    const hours = (Date.parse(at) - Date.parse(next)) / HOUR
    const text = `A revocation list ran out ${hours.toFixed(1)} hours before the report: servers that check it refuse everybody.`
    findings.push(alarm(scope, 'crl-stale', target, text, `later than ${at}`, next, null))
  }
  if (issuer === null || ![...scope.signed.certificates.values()].includes(issuer)) {
    findings.push(
      warning(
        scope,
        'crl-unknown',
        target,
        'It has a revocation list of an unknown CA.',
        'CAs of this facility',
        issuer ?? 'unknown',
      ),
    )
    return findings
  }
  const own = scope.signed.crls.get(issuer)
  const last = own?.at(-1)
  // An online CA makes its lists itself.
  if (own === undefined || last === undefined || number === null) return findings
  const same = own.find(({ sha256 }) => sha256 === crl.sha256)
  if (same === undefined) {
    const text = `It has CRL ${number} of a CA of this facility, and those bytes were not signed here.`
    findings.push(
      alarm(
        scope,
        'crl-ahead',
        target,
        text,
        `CRL ${last.number}, ${last.sha256.slice(0, 16)}`,
        `CRL ${number}, ${crl.sha256.slice(0, 16)}`,
        PLAYBOOK.root,
      ),
    )
  } else if (same !== last) {
    findings.push(
      warning(scope, 'crl-behind', target, 'It has an older revocation list.', `CRL ${last.number}`, `CRL ${number}`),
    )
  }
  return findings
}

/** When the hand-off was issued from which on a CA has been told to issue nothing; null while it may. */
function stoppedSince({ handoffs }: SignedHere, spki: string): string | null {
  const free = handoffs.findLastIndex(({ state }) => !state.disabled.includes(spki))
  return handoffs[free + 1]?.issuedAt ?? null
}
