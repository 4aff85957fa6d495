import { discard } from '../gate/quarantine.ts'
import type { Hand } from '../people/signer.ts'
import type { Exclusive } from './exclusive.ts'
import type { EngineServices } from './step-context.ts'

/** What people decide about files in quarantine. */
export class GateActs {
  readonly #services: EngineServices
  readonly #exclusive: Exclusive

  constructor(services: EngineServices, exclusive: Exclusive) {
    this.#services = services
    this.#exclusive = exclusive
  }

  /** Destroys the copy of a refused file; a person signs why. Throws file-not-found, and what withSigner does. */
  async discard(hand: Hand, sha256: string, reason: string): Promise<void> {
    return this.#exclusive.run({ run: '', step: '' }, hand.secret, () => discard(this.#services, hand, sha256, reason))
  }
}
