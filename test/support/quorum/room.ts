import { sha256Hex } from '../../../shared/bytes.ts'
import type { Facility } from '../../../electron/core/facility/facility.ts'
import { applyEntry, type FacilityState, foundState } from '../../../shared/facility/state.ts'
import type { EntryData, EntryKind, LogEntry } from '../../../shared/ledger/entries.ts'
import { itemOfChange } from '../../../shared/people/change.ts'
import type { Person } from '../../../shared/people/person.ts'
import { policyDigest } from '../../../shared/people/policy.ts'
import { canonicalBytes } from '../../../shared/ledger/canonical-json.ts'
import type { ApprovalItem } from '../../../shared/procedure/approval.ts'
import type { Plan } from '../../../shared/procedure/plan.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { present } from '../present.ts'
import { procedureOf, step } from '../procedures.ts'
import { attendance, D, opened, outputs, RUN, samplePlan, TIME } from '../run-log.ts'
import { library } from '../test-facility.ts'
import { publicKeyAt } from './key-pool.ts'
import type { Scenario } from './scenario.ts'

const BYTES = new TextEncoder().encode('to be signed')
const CHANGE = { change: 'remove-person', person: 'nobody', reason: 'Left.' } as const
const KEY = D('2')

const preview = { profile: 'fleet-root', subject: { 'common-name': 'Root' }, 'subject-key': 'root.key' }
const drafts = {
  certificate: step('draft', 'preview-certificate', { ...preview, issuer: 'self', token: 'inputs.token' }),
  document: step('draft', 'remove-person', { person: 'nobody', reason: 'Left.' }),
}
/** The ceremony asks for the quorum of a CRL whatever it is about: what the item needs by itself is added. */
const planOf = (draft: keyof typeof drafts): Plan => ({
  ...samplePlan,
  definition: procedureOf([
    drafts[draft],
    step('agree', 'approve', { action: 'sign-crl', over: [draft === 'document' ? 'draft.change' : 'draft.preview'] }),
  ]),
})
const PLANS = { certificate: planOf('certificate'), document: planOf('document') }

export function personId(place: number): string {
  return `person-${'abcdefgh'.charAt(place)}`
}
export function credentialId(place: number, credential: number): string {
  return `${personId(place)}-${String(credential)}`
}
/** The key in the pool: nobody shares one. */
export function keyPlace(place: number, credential: number): number {
  return place * 5 + credential
}

/** A facility in memory: the real state, reducer and gate, without disk and HSM. */
export class QuorumRoom {
  readonly state: FacilityState
  readonly item: ApprovalItem
  readonly bytes: Uint8Array
  readonly #plan: Plan

  constructor(scenario: Scenario) {
    this.#plan = PLANS[scenario.about === 'document' ? 'document' : 'certificate']
    this.bytes = scenario.about === 'document' ? canonicalBytes(CHANGE) : BYTES
    this.item =
      scenario.about === 'document'
        ? itemOfChange(CHANGE)
        : { kind: 'certificate', tbs: sha256Hex(BYTES), size: BYTES.length, key: KEY }
    const founding = { name: 'Vault', mode: 'practice', origin: 'f', logKey: 'k', software: 's' } as const
    this.state = foundState(this.#entry(0, 'facility-founded', founding))
    this.#found(scenario)
    this.#open(scenario)
  }

  get run(): RunState {
    return present(this.state.runs.get(RUN), 'run')
  }

  get step(): StepState {
    return present(
      this.run.steps.find((one) => one.step.id === 'agree'),
      'approve step',
    )
  }

  /** As much of a facility as the end of an approve step needs. */
  get facility(): Facility {
    const append = (kind: EntryKind, data: EntryData<EntryKind>, at: { step?: string | null }): void => {
      this.append(kind, data, at.step ?? null)
    }
    return { state: this.state, append, checkpoint: () => undefined } as unknown as Facility
  }

  /** Throws what the reducer throws. */
  append<K extends EntryKind>(kind: K, data: EntryData<K>, stepId: string | null, actor: string | null = null): void {
    const entry = this.#entry(this.state.size, kind, data, stepId, actor)
    applyEntry(this.state, entry, () => this.#plan)
  }

  #entry<K extends EntryKind>(
    index: number,
    kind: K,
    data: EntryData<K>,
    stepId: string | null = null,
    actor: string | null = null,
  ): LogEntry {
    return {
      index,
      time: TIME,
      kind,
      actor,
      role: null,
      run: RUN,
      step: stepId,
      data,
      blobs: [],
    } as unknown as LogEntry
  }

  #found({ people, declared, intrinsic, elsewhere, exclusive }: Scenario): void {
    for (const [place, { roles, credentials, removed }] of people.entries()) {
      const person: Person = {
        id: personId(place),
        name: personId(place),
        roles: [...roles],
        credentials: credentials.map((_revoked, credential) => ({
          id: credentialId(place, credential),
          kind: 'key-file',
          algorithm: 'ed25519',
          publicKey: publicKeyAt(keyPlace(place, credential)),
          place: 'facility',
        })),
      }
      this.append('person-enrolled', { person }, null)
      const known = present(this.state.people.get(person.id), 'person')
      const worn = known.credentials.map((one, credential) => ({
        ...one,
        revokedAt: credentials[credential] === true ? TIME : null,
      }))
      this.state.people.set(person.id, { ...known, credentials: worn, removedAt: removed ? TIME : null })
    }
    const fleet = present(library.policies.get('fleet'), 'policy')
    const policy = {
      ...fleet,
      quorums: { ...fleet.quorums, 'sign-crl': declared, 'sign-root': intrinsic, 'change-people': intrinsic },
      approvalsElsewhere: elsewhere,
      exclusiveRoles: exclusive.map(([one, other]): [typeof one, typeof other] => [one, other]),
    }
    this.append('policy-adopted', { policy, digest: policyDigest(policy) }, null)
  }

  /** Everything that comes before the approve step is done. */
  #open({ people, starter, about }: Scenario): void {
    const by = personId(starter % people.length)
    this.append('run-opened', { ...opened(), starter: by }, null)
    for (const [place, { seat }] of people.entries()) if (seat !== null) this.signIn(place, seat)
    this.append('step-started', { kind: 'assemble' }, 'assemble')
    this.append('step-done', { kind: 'assemble', output: { ...outputs.assemble } }, 'assemble')
    if (about === 'document') {
      this.append('step-started', { kind: 'remove-person' }, 'draft')
      this.append('step-done', { kind: 'remove-person', output: { item: this.item, change: CHANGE } }, 'draft')
      return
    }
    const subjectKey = about === 'root' ? KEY : D('3')
    const output = { ...outputs['preview-certificate'], item: this.item, subjectKey }
    this.append('step-started', { kind: 'preview-certificate' }, 'draft')
    this.append('step-done', { kind: 'preview-certificate', output }, 'draft')
  }

  signIn(place: number, role: 'administrator' | 'officer' | 'witness' | 'responder'): void {
    this.append('person-signed-in', this.#attendance(place, role), null)
  }

  signOut(place: number): void {
    this.append('person-signed-out', this.#attendance(place, 'officer'), null)
  }

  #attendance(place: number, role: EntryData<'person-signed-in'>['statement']['role']): EntryData<'person-signed-in'> {
    const given = attendance(personId(place))
    return { ...given, statement: { ...given.statement, role } }
  }
}
