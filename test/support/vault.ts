import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hostClock } from '../../electron/core/clock.ts'
import { FacilityConsole } from '../../electron/core/console.ts'
import { Founding } from '../../electron/core/founding/founding.ts'
import type { AnswerSource } from '../../electron/core/headless/answers.ts'
import { answersFrom } from '../../electron/core/headless/answers-file.ts'
import { runPlan } from '../../electron/core/headless/run.ts'
import { Hsms } from '../../electron/core/hsm/hsms.ts'
import { foundPracticeFacility, practicePassphrase } from '../../electron/core/practice/found.ts'
import { findProcedure } from '../../electron/core/procedure/library.ts'
import { makePlan } from '../../electron/core/procedure/make-plan.ts'
import { utf8ToBytes } from '../../shared/bytes.ts'
import type { Role } from '../../shared/ids.ts'
import type { Policy } from '../../shared/people/policy.ts'
import { type Plan, planDigest } from '../../shared/procedure/plan.ts'
import { present } from './present.ts'
import { addTestToken, createTestToken, HSM_PROGRAM, PIN, type TestToken } from './softhsm.ts'
import { consoleOptions, library } from './test-facility.ts'

/** Five people; the last one signs with a card on a token of its own. */
export const VAULT_PEOPLE: readonly (readonly [id: string, name: string, role: Role])[] = [
  ['ada-ek', 'Ada Ek', 'administrator'],
  ['ben-orr', 'Ben Orr', 'officer'],
  ['cy-wu', 'Cy Wu', 'officer'],
  ['dora-im', 'Dora Im', 'witness'],
  ['eve-lund', 'Eve Lund', 'officer'],
]
const CARD_HOLDER = 'eve-lund'

export const VAULT_ROOT_INPUTS = {
  country: 'CH',
  organization: 'Vault',
  'common-name': 'Vault Root G1',
  'root-key': 'vault-root-g1',
  backup: 'none',
  'first-signer': 'hand-a',
  'second-signer': 'hand-b',
  token: 'vault-hsm',
} as const
export const VAULT_ROOT_TITLE = 'Create Vault Root G1'

/** What a person of the vault types: a passphrase, or the PIN of the card. */
export function vaultSecret(id: string): string {
  return id === CARD_HOLDER ? PIN : `glacier ribbon ${id} anvil`
}

/** A production facility on SoftHSM that is founded by five people. */
export class Vault {
  readonly folder = mkdtempSync(join(tmpdir(), 'conclave-vault-'))
  readonly root = join(this.folder, 'vault')
  readonly rehearsal = join(this.folder, 'rehearsal')
  readonly hsm: TestToken

  private constructor(hsm: TestToken) {
    this.hsm = hsm
  }

  /** Its policy wants two officers and a witness for a root, and a rehearsal. */
  static async found(): Promise<Vault> {
    const hsm = await createTestToken('vault-hsm')
    const card = await addTestToken(hsm, 'card-eve')
    const vault = new Vault(hsm)
    await vault.#inEnvironment(async () => {
      const founding = Founding.begin(vault.root, 'Vault', 'pki.example.org', new Hsms({ program: HSM_PROGRAM }))
      founding.setPolicy(strictPolicy())
      await founding.addModule(hsm.module.modulePath)
      await founding.takeToken('vault-hsm', hsm.token.label, hsm.token.serial)
      for (const [id, name, role] of VAULT_PEOPLE) {
        const secret = utf8ToBytes(vaultSecret(id))
        await founding.enrol(
          name,
          [role],
          id === CARD_HOLDER ? { kind: 'card', secret, ...card } : { kind: 'key-file', secret, place: 'facility' },
        )
      }
      founding.complete(hostClock)
      await founding.stop()
    })
    await vault.run(planOf('found-facility'))
    return vault
  }

  /** The PIN of the HSM is dealt to Ben, Cy and Dora; any two of them open it. Nobody knows the PIN any more. */
  async splitPin(): Promise<void> {
    const shares = {
      'first-custodian': 'ben-orr',
      'first-share': 'sealed',
      'second-custodian': 'cy-wu',
      'second-share': 'sealed',
      'third-custodian': 'dora-im',
      'third-share': 'sealed',
    }
    const plan = planOf('split-pin', { token: 'vault-hsm', threshold: '2', ...shares })
    await this.rehearse(plan)
    await this.#bring(plan)
    await this.run(plan)
  }

  /** In a practice facility like this one; it stays, for the next rehearsal. */
  async rehearse(plan: Plan): Promise<void> {
    if (!existsSync(this.rehearsal)) {
      const like = {
        policy: strictPolicy(),
        tokens: ['vault-hsm'],
        people: VAULT_PEOPLE.map(([id, name, role]) => ({ id, name, roles: [role] })),
      }
      await foundPracticeFacility(this.rehearsal, 'Rehearsal', library, hostClock, () => undefined, like)
    }
    const session = await FacilityConsole.open(this.rehearsal, consoleOptions())
    try {
      await runPlan(session, plan, answers(practicePassphrase), () => undefined)
    } finally {
      await session.close()
    }
  }

  run(plan: Plan): Promise<void> {
    return this.#within(async (session) => {
      await runPlan(session, plan, answers(vaultSecret), () => undefined)
    })
  }

  #bring(plan: Plan): Promise<void> {
    return this.#within(async ({ engine }) => {
      const hand = { person: 'dora-im', secret: utf8ToBytes(vaultSecret('dora-im')) }
      await engine.recordRehearsal(this.rehearsal, planDigest(plan), hand)
    })
  }

  #within(work: (session: FacilityConsole) => Promise<void>): Promise<void> {
    return this.#inEnvironment(async () => {
      const session = await FacilityConsole.open(this.root, consoleOptions())
      try {
        await work(session)
      } finally {
        await session.close()
      }
    })
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
    this.hsm.remove()
  }

  /** A production facility finds its SoftHSM as any program does. */
  async #inEnvironment(work: () => Promise<void>): Promise<void> {
    const before = process.env['SOFTHSM2_CONF']
    process.env['SOFTHSM2_CONF'] = this.hsm.module.environment['SOFTHSM2_CONF']
    try {
      await work()
    } finally {
      if (before === undefined) delete process.env['SOFTHSM2_CONF']
      else process.env['SOFTHSM2_CONF'] = before
    }
  }
}

export function vaultRootPlan(): Plan {
  return makePlan(library, findProcedure(library, 'generate-root'), VAULT_ROOT_TITLE, VAULT_ROOT_INPUTS)
}

function planOf(procedure: string, inputs: Readonly<Record<string, string>> = {}): Plan {
  return makePlan(library, findProcedure(library, procedure), `Run ${procedure}`, inputs)
}

function strictPolicy(): Policy {
  const fleet = present(library.policies.get('fleet'), 'policy')
  const quorum: Policy['quorums']['sign-root'] = [
    { role: 'officer', count: 2 },
    { role: 'witness', count: 1 },
  ]
  return {
    ...fleet,
    title: 'Strict policy',
    quorums: { ...fleet.quorums, 'sign-root': quorum },
    rehearsal: { required: true, withinDays: 30 },
  }
}

function answers(secretOf: (id: string) => string): AnswerSource {
  const seats = VAULT_PEOPLE.map(([person, , role]) => ({ person, role }))
  return answersFrom({
    answers: 'practice',
    starter: 'ada-ek',
    present: seats,
    passphrases: Object.fromEntries(seats.map(({ person }) => [person, secretOf(person)])),
    pin: PIN,
    approvers: [CARD_HOLDER, 'ben-orr', 'dora-im'],
    decides: 'ada-ek',
  })
}
