import type { Role } from '../ids.ts'
import type { AuditIncident } from './incident.ts'

/**
 * What an auditor reads of a facility, as data: everything follows from the log, entry by entry, so that each line can be looked up.
 * `entry`, `index` and `entries` are the numbers of the entries that say so; what a withheld entry says is left out.
 * Fingerprints of certificates are SHA-256 in uppercase hex without separators (BR v2.2.6 §8.6).
 */
export interface AuditReport {
  readonly format: 'conclave-audit-report/v1'
  readonly facility: {
    readonly name: string
    readonly mode: 'production' | 'practice'
    readonly origin: string
    readonly foundedAt: string
    readonly logKey: string
  }
  readonly log: {
    readonly entries: number
    /** When the newest entry was written. */
    readonly lastAt: string
    readonly checkpoints: number
    /** Hex. */
    readonly root: string | null
    readonly headline: string
    readonly sentence: string
    readonly problems: readonly { readonly index: number; readonly code: string; readonly message: string }[]
    readonly notes: readonly string[]
  }
  readonly people: readonly AuditPerson[]
  readonly separation: readonly AuditCheck[]
  readonly runs: readonly AuditRun[]
  readonly exceptions: readonly AuditException[]
  readonly refusals: readonly AuditRefusal[]
  readonly incidents: readonly AuditIncident[]
  /** Oldest first; the last one is in force. */
  readonly policies: readonly AuditPolicy[]
  readonly tokens: readonly AuditToken[]
  readonly software: readonly {
    readonly software: string
    readonly host: string
    readonly openings: number
    readonly first: string
    readonly last: string
  }[]
  readonly keys: readonly AuditKey[]
  readonly certificates: readonly AuditCertificate[]
  readonly crls: readonly AuditCrl[]
  readonly handoffs: readonly {
    readonly domain: string
    readonly epoch: number
    readonly sequence: number
    readonly signedAt: string
    readonly manifest: string
    readonly exported: boolean
    readonly entry: number
    /** What receivers answered, oldest first. */
    readonly receipts: readonly {
      readonly receiver: string
      readonly result: string
      readonly at: string
      readonly entry: number
    }[]
  }[]
  readonly controls: readonly AuditControl[]
  readonly sample: AuditSample
  readonly withheld: readonly { readonly index: number; readonly reason: string }[]
}

export interface AuditPerson {
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly enrolledAt: string
  readonly removedAt: string | null
  /** The enrolment first. */
  readonly entries: readonly number[]
  readonly credentials: readonly {
    readonly id: string
    readonly kind: string
    readonly algorithm: string
    readonly publicKey: string
    readonly revokedAt: string | null
  }[]
  /** In which roles they were in the room, by run. */
  readonly seats: readonly { readonly run: string; readonly role: Role; readonly entries: readonly number[] }[]
}

/** A rule, whether the whole record meets it, and the entries that do not. */
export interface AuditCheck {
  readonly rule: string
  readonly citation: string
  readonly ok: boolean
  readonly detail: string
  readonly entries: readonly number[]
}

export interface AuditRun {
  readonly id: string
  readonly title: string
  readonly procedure: string
  readonly version: number
  readonly plan: string
  readonly policy: string
  readonly openedAt: string
  readonly closedAt: string | null
  readonly status: string
  readonly starter: string
  readonly people: readonly {
    readonly person: string
    readonly role: Role
    readonly since: string
    readonly until: string | null
    readonly entry: number
  }[]
  readonly exceptions: number
  readonly disagree: readonly { readonly person: string; readonly remark: string; readonly entry: number }[]
  readonly firstEntry: number
  readonly lastEntry: number
  /** Files of the package. */
  readonly papers: readonly string[]
}

export interface AuditException {
  readonly run: string
  readonly entry: number
  readonly time: string
  readonly step: string | null
  readonly expected: string
  readonly happened: string
  /** Null: Conclave noticed it by itself. */
  readonly noticedBy: string | null
  readonly decision: {
    readonly what: string
    readonly by: string
    readonly reason: string
    readonly entry: number
  } | null
}

/** Somebody who would not approve. */
export interface AuditRefusal {
  readonly run: string
  readonly entry: number
  readonly time: string
  readonly step: string
  readonly person: string
  readonly reason: string
}

export interface AuditPolicy {
  readonly title: string
  readonly version: number
  readonly digest: string
  readonly since: string
  readonly entry: number
  readonly quorums: readonly { readonly action: string; readonly needs: string }[]
  /** Pairs of roles that nobody may have both of. */
  readonly keptApart: readonly string[]
}

/** A cryptographic module as it was registered; what it said of itself when it was opened stands in the records of runs. */
export interface AuditToken {
  readonly name: string
  readonly label: string
  readonly serial: string
  readonly model: string
  readonly manufacturer: string
  readonly entry: number
}

export interface AuditKey {
  readonly name: string
  readonly algorithm: string
  /** SHA-256 of the SubjectPublicKeyInfo. */
  readonly spki: string
  /** parked: it exists and no certificate names it (cabforum/servercert SC-103 calls such keys so). */
  readonly state: 'in use' | 'parked' | 'destroyed'
  readonly madeAt: string
  readonly run: string
  readonly mayBeBackedUp: boolean
  readonly places: readonly {
    readonly token: string
    readonly serial: string
    readonly origin: string
    readonly destroyedAt: string | null
  }[]
  readonly backups: number
  readonly certificates: readonly string[]
  readonly entry: number
  readonly retention: { readonly until: string | null; readonly why: string }
}

export interface AuditCertificate {
  readonly subject: string
  readonly serial: string
  readonly fingerprint: string
  readonly notBefore: string
  readonly notAfter: string
  readonly isCa: boolean
  readonly profile: string
  readonly signedBy: string
  readonly issuedAt: string
  readonly run: string
  readonly entry: number
  /** `entry`, and those of the intents of a list that was signed. */
  readonly entries: readonly number[]
  /** By which CRL of this facility; null while none names it. */
  readonly revoked: {
    readonly at: string
    readonly reason: string
    readonly invalidSince: string | null
    readonly crl: number
    readonly entry: number
  } | null
}

export interface AuditCrl {
  readonly issuer: string
  readonly number: number
  readonly thisUpdate: string
  readonly nextUpdate: string
  readonly entries: number
  readonly sha256: string
  readonly entry: number
}

/** A requirement, what the record says to it, and where. Never "compliant": that is the auditor's word. */
export interface AuditControl {
  readonly source: string
  readonly asks: string
  readonly finds: string
  readonly where: readonly string[]
}

export interface AuditSample {
  /** From outside: whoever chose it cannot have chosen the entries. */
  readonly seed: string
  readonly how: string
  readonly entries: readonly {
    readonly index: number
    readonly time: string
    readonly kind: string
    readonly sentence: string
    readonly proof: string
  }[]
}
