import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FacilityConsole } from '../../../electron/core/console.ts'
import type { AnswerSource } from '../../../electron/core/headless/answers.ts'
import { PRACTICE_TOKEN } from '../../../electron/core/practice/cast.ts'
import { findProcedure } from '../../../electron/core/procedure/library.ts'
import { makePlan } from '../../../electron/core/procedure/make-plan.ts'
import { encodePem } from '../../../shared/pki/pem.ts'
import { answers, begin, rootPlan } from '../ceremony-run.ts'
import { library, TestFacility } from '../test-facility.ts'

const SIGNERS = ['handoff-a', 'handoff-b'] as const
/** The part of the fleet that the hand-offs are for, and who applies them there. */
export const DOMAIN = 'fleet'
export const RECEIVER = 'gate-1'

/** The offline end: a practice facility on SoftHSM with a root, whose people answer by themselves. */
export class OfflineSite {
  readonly facility: TestFacility
  readonly session: FacilityConsole

  private constructor(facility: TestFacility, session: FacilityConsole) {
    this.facility = facility
    this.session = session
  }

  static async found(): Promise<OfflineSite> {
    const facility = await TestFacility.found()
    const session = await facility.open()
    await begin(session, rootPlan(), null, answers(facility.folder))
    return new OfflineSite(facility, session)
  }

  /** Certifies an issuing CA for a request. Path of the hand-off, a .tar. */
  async issue(request: string, commonName: string): Promise<string> {
    return this.#handsOff(
      'issue-intermediate',
      `Issue ${commonName}`,
      {
        country: 'CH',
        organization: 'Test Fleet',
        'common-name': commonName,
      },
      { requestFile: () => Promise.resolve(request) },
    )
  }

  /** Revokes an issuing CA, by its name in the hand-offs. Path of the hand-off, a .tar. */
  async revoke(name: string): Promise<string> {
    const why = { reason: 'cACompromise', since: 'now', why: 'The key was used by somebody else' }
    return this.#handsOff('revoke-ca', `Revoke ${name}`, { certificate: name, ...why }, {})
  }

  /** People compare the words of the receiver's certificate, and believe its reports from then on. */
  async registerReceiver(certificate: string): Promise<void> {
    await this.#run(
      'register-receiver',
      'Register the receiver',
      { name: RECEIVER, domain: DOMAIN },
      {
        receiverFile: () => Promise.resolve(certificate),
      },
    )
  }

  /** Takes back what the fleet says of the last hand-off. */
  async takeReports({ receipt, status }: { receipt: string; status: string }): Promise<void> {
    await this.#run(
      'take-receipt',
      'Take the receipt',
      { domain: DOMAIN },
      {
        receiptFile: () => Promise.resolve(receipt),
        statusFile: () => Promise.resolve(status),
      },
    )
  }

  /** The certificates of those who sign hand-offs, as they are carried to the receiver: a folder, and their SHA-256. */
  signers(): { folder: string; digests: readonly string[] } {
    const { state, artifacts } = this.session.facility
    const folder = join(this.facility.folder, 'signers')
    mkdirSync(folder, { recursive: true })
    const digests = SIGNERS.map((name) => {
      const spki = state.keys.get(name)?.spki
      const certificate = state.certificates.find(({ subjectKey }) => subjectKey === spki)?.certificate
      if (certificate === undefined) throw new Error(`${name} has no certificate`)
      writeFileSync(join(folder, `${name}.pem`), encodePem('CERTIFICATE', artifacts.get(certificate)))
      return certificate
    })
    return { folder, digests }
  }

  remove(): Promise<void> {
    return this.facility.remove()
  }

  async #handsOff(
    procedure: string,
    title: string,
    inputs: Readonly<Record<string, string>>,
    more: Partial<AnswerSource>,
  ): Promise<string> {
    const medium = mkdtempSync(join(this.facility.folder, 'medium-out-'))
    const signers = { 'first-signer': SIGNERS[0], 'second-signer': SIGNERS[1] }
    const all = { ...inputs, ...signers, issuer: 'fleet-root-g1', domain: DOMAIN, token: PRACTICE_TOKEN.name }
    await this.#run(procedure, title, all, { exportFolder: () => Promise.resolve(medium), ...more })
    const exported = this.session.facility.state.handoffs.at(-1)?.exported
    if (exported === null || exported === undefined) throw new Error('nothing was exported')
    return join(medium, `${exported.folderName}.tar`)
  }

  async #run(
    procedure: string,
    title: string,
    inputs: Readonly<Record<string, string>>,
    more: Partial<AnswerSource>,
  ): Promise<void> {
    const plan = makePlan(library, findProcedure(library, procedure), title, inputs)
    await begin(this.session, plan, null, answers(this.facility.folder, more))
  }
}
