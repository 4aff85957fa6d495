import { rmSync } from 'node:fs'
import { bytesToHex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import type { Role } from '../../../shared/ids.ts'
import type { NewCredentialRequest } from '../../../shared/ipc/contract/new-credential.ts'
import { slugOf } from '../../../shared/people/names.ts'
import { type Credential, enrolledPerson, type Person } from '../../../shared/people/person.ts'
import type { Policy } from '../../../shared/people/policy.ts'
import { rosterProblems } from '../../../shared/people/roster-rules.ts'
import type { Clock } from '../clock.ts'
import { foundFacility, prepareFacilityFolder } from '../facility/found.ts'
import { type FacilityLayout, facilityLayout } from '../facility/layout.ts'
import { HsmRoom, type ModuleReading } from '../hsm/room.ts'
import type { Hsms } from '../hsm/hsms.ts'
import { keepKeyFile } from '../people/keep-key-file.ts'
import { makeCredential } from '../people/make-credential.ts'
import { hostRandom } from '../random.ts'
import { draftPath, type FoundingDraft, readDraft, writeDraft } from './draft-file.ts'

/**
 * A production facility before its first log entry: name, policy, modules and tokens, people with their credentials. Every
 * change is on the disk before it is on the screen; nothing of it counts until `complete` writes the genesis.
 */
export class Founding {
  readonly layout: FacilityLayout
  readonly #hsms: Hsms
  #draft: FoundingDraft

  private constructor(layout: FacilityLayout, draft: FoundingDraft, hsms: Hsms) {
    this.layout = layout
    this.#draft = draft
    this.#hsms = hsms
  }

  /** `origin`: the name of the log, below a domain of the people or below conclave.invalid (RFC 2606). */
  static begin(directory: string, name: string, domain: string | undefined, hsms: Hsms): Founding {
    const layout = prepareFacilityFolder(directory)
    const place = domain === undefined || domain.trim() === '' ? 'conclave.invalid' : domain.trim()
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[a-z0-9-]+)*$/.test(place)) {
      throw fail('invalid-request', `"${place}" is not a domain in lowercase letters.`, {
        remedy: 'Take a domain of yours, "pki.example.org", or none.',
      })
    }
    const origin = `${place}/${slugOf(name) || 'facility'}-${bytesToHex(hostRandom(4))}`
    const draft: FoundingDraft = {
      format: 'conclave-founding/v1',
      name,
      origin,
      policy: null,
      modules: [],
      tokens: [],
      people: [],
    }
    writeDraft(layout, draft)
    return new Founding(layout, draft, hsms)
  }

  static resume(directory: string, hsms: Hsms): Founding {
    const layout = facilityLayout(directory)
    return new Founding(layout, readDraft(layout), hsms)
  }

  get draft(): FoundingDraft {
    return this.#draft
  }

  /** What the modules show now, one after the other. */
  read(): Promise<ModuleReading[]> {
    return this.#room().read()
  }

  /** Why it cannot be founded yet. */
  problems(): string[] {
    const { policy, people, tokens } = this.#draft
    return [
      ...(tokens.length === 0 ? ['no HSM token is named; its keys would have no place'] : []),
      ...(policy === null ? ['no policy is chosen'] : []),
      ...(policy === null
        ? []
        : rosterProblems(
            people.map((one) => enrolledPerson(one, '', 0)),
            policy,
          )),
    ]
  }

  setPolicy(policy: Policy): void {
    this.#change({ policy })
  }

  /** Throws what the module says when it is no PKCS#11 library: it is asked before it is named. */
  async addModule(path: string): Promise<void> {
    const { modules } = this.#draft
    if (modules.includes(path)) return
    await this.#hsms.get({ modulePath: path, environment: {} }).call('slots.list', {})
    this.#change({ modules: [...modules, path] })
  }

  removeModule(path: string): void {
    this.#change({ modules: this.#draft.modules.filter((other) => other !== path) })
  }

  async takeToken(name: string, label: string, serial: string): Promise<void> {
    const { tokens } = this.#draft
    if (tokens.some((token) => token.name === name))
      throw fail('token-ambiguous', `A token is called "${name}" already.`)
    const shown = (await this.read()).flatMap(({ slots }) => slots.map((slot) => slot.token))
    const found = shown.find((token) => token?.label === label && token.serial === serial)
    if (found === null || found === undefined) {
      throw fail('token-not-found', `The token "${label}", serial ${serial}, is not in the room.`)
    }
    const { model, manufacturer } = found
    const rest = tokens.filter(({ token }) => token.label !== label || token.serial !== serial)
    this.#change({ tokens: [...rest, { name, token: { label, serial }, model, manufacturer }] })
  }

  dropToken(name: string): void {
    this.#change({ tokens: this.#draft.tokens.filter((token) => token.name !== name) })
  }

  /** A person makes their own credential at the console. Throws passphrase-weak, person-known, and what a card says. */
  async enrol(name: string, roles: readonly Role[], request: NewCredentialRequest): Promise<void> {
    const id = this.#newId(name)
    const people = this.#draft.people
    const made = await makeCredential(this.#room(), id, `${id}-1`, request)
    const { credential } = made
    assertOwn(people, credential)
    keepKeyFile(this.layout, made, request)
    const person: Person = { id, name: name.trim(), roles: [...new Set(roles)], credentials: [credential] }
    this.#change({ people: [...people, person] })
  }

  removePerson(id: string): void {
    const person = this.#draft.people.find((one) => one.id === id)
    this.#change({ people: this.#draft.people.filter((one) => one.id !== id) })
    for (const credential of person?.credentials ?? [])
      if (credential.kind === 'key-file' && credential.place === 'facility')
        rmSync(this.layout.credential(credential.id), { force: true })
  }

  /** Writes the genesis. Throws quorum-not-met with every problem while it cannot be. */
  complete(clock: Clock): FacilityLayout {
    const problems = this.problems()
    const { name, origin, people, policy, tokens, modules } = this.#draft
    if (policy === null || problems.length > 0) {
      throw fail('quorum-not-met', `The facility cannot be founded yet: ${problems.join('; ')}.`, {
        detail: { problems },
      })
    }
    foundFacility(
      this.layout,
      {
        name,
        mode: 'production',
        origin,
        people: people.map((person) => ({ person, keyFile: null })),
        policy,
        tokens,
        machine: { modules: modules.map((path) => ({ path })) },
      },
      clock,
    )
    rmSync(draftPath(this.layout), { force: true })
    return this.layout
  }

  async stop(): Promise<void> {
    await this.#hsms.stopAll()
  }

  #room(): HsmRoom {
    return new HsmRoom(this.#draft.modules.map((path) => this.#hsms.get({ modulePath: path, environment: {} })))
  }

  #newId(name: string): string {
    const id = slugOf(name)
    if (id === '') throw fail('invalid-request', `"${name}" has no letters from which an id could be made.`)
    if (this.#draft.people.some((one) => one.id === id || one.name === name.trim())) {
      throw fail('person-known', `${name} is enrolled already. Each person is enrolled once.`, {
        remedy: 'If this is another person, give the name in a way that tells them apart.',
      })
    }
    return id
  }

  #change(change: Partial<FoundingDraft>): void {
    const draft = { ...this.#draft, ...change }
    writeDraft(this.layout, draft)
    this.#draft = draft
  }
}

/** Throws person-known where somebody else has this key. */
function assertOwn(people: readonly Person[], credential: Credential): void {
  const other = people.find(({ credentials }) => credentials.some((one) => one.publicKey === credential.publicKey))
  if (other === undefined) return
  throw fail('person-known', `This is the card of ${other.name}. A key belongs to one person.`, {
    remedy: 'Put the own card of this person in.',
  })
}
