import { sha256Hex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { type FacilityState, foundState } from '../../../shared/facility/state.ts'
import { procedureName } from '../../../shared/procedure/definition.ts'
import type { Plan } from '../../../shared/procedure/plan.ts'
import { openRun, type RunState } from '../../../shared/procedure/run-state.ts'

const NOBODY = 'preview'
const NO_DIGEST = '0'.repeat(64)

/** Artifacts of the preview in memory, in front of those of the facility, which is only read. */
export class Shelf {
  readonly #own = new Map<string, Uint8Array>()
  readonly #behind: { get(sha256: string): Uint8Array } | null

  constructor(behind: { get(sha256: string): Uint8Array } | null) {
    this.#behind = behind
  }

  put(bytes: Uint8Array): string {
    const sha256 = sha256Hex(bytes)
    this.#own.set(sha256, bytes)
    return sha256
  }

  get(sha256: string): Uint8Array {
    const own = this.#own.get(sha256)
    if (own !== undefined) return own
    if (this.#behind === null)
      throw fail('artifact-missing', 'The preview needs a file that only the facility has.', {
        remedy: 'Give the facility with --facility DIR.',
      })
    return this.#behind.get(sha256)
  }
}

/** A production facility that has nothing yet. */
export function emptyFacility(time: string): FacilityState {
  const data = { name: NOBODY, mode: 'production' as const, origin: 'preview.invalid', logKey: '', software: '' }
  return foundState({
    index: 0,
    time,
    kind: 'facility-founded',
    actor: null,
    role: null,
    run: null,
    step: null,
    blobs: [],
    data,
  })
}

/** A run of the plan in which nothing was done. It is in no log. */
export function blankRun(plan: Plan, digest: string, time: string): RunState {
  const statement = {
    type: 'conclave-act/v1' as const,
    act: 'start-run' as const,
    facility: 'preview.invalid',
    run: 'run-0000',
    step: null,
    plan: digest,
    policy: NO_DIGEST,
    note: '',
    person: NOBODY,
    credential: NOBODY,
    time,
  }
  const { definition, title } = plan
  const data = {
    title,
    procedure: procedureName(definition),
    version: definition.version,
    plan: digest,
    starter: NOBODY,
    drill: false,
    awareAt: null,
    incident: null,
    statement,
    signature: NO_DIGEST.repeat(2),
  }
  return openRun(
    { index: 0, time, kind: 'run-opened', actor: NOBODY, role: null, run: 'run-0000', step: null, blobs: [], data },
    plan,
  )
}
