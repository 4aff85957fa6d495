import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { keyAttributes, type TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import type { KeyView, TokenView } from '../../../shared/ipc/contract/views.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { KeyRecord } from '../../../shared/procedure/outputs.ts'
import type { Facility } from '../facility/facility.ts'
import type { HsmRoom } from '../hsm/room.ts'
import { checkDossier, type DossierAttributes, originOf } from '../procedure/dossier.ts'
import { viewDigest } from './pieces.ts'

const dossierSchema = keyAttributes.omit({ publicKey: true })

/** A key with its dossier as it was read back and logged. */
export function viewKey(facility: Facility, key: KeyRecord, dossier: string): KeyView {
  const parsed = dossierSchema.safeParse(parseCanonical(facility.artifacts.get(dossier)))
  if (!parsed.success) throw fail('artifact-missing', `The dossier of ${key.name} is damaged.`)
  return viewAttributes(facility, key, parsed.data)
}

export function viewAttributes(facility: Facility, key: KeyRecord, attributes: DossierAttributes): KeyView {
  return {
    name: key.name,
    token: key.token.label,
    tokenSerial: key.token.serial,
    id: key.id,
    algorithm: key.algorithm,
    spki: viewDigest(key.spki),
    attributes: checkDossier(attributes, facility.policy, originOf(facility.state.keys.get(key.name), key.id)).map(
      ({ name, required, detail, ok }) => ({
        name,
        required,
        actual: detail,
        ok,
      }),
    ),
  }
}

/** A token as the log knows it, and whether it is open now. What only the token can tell comes from the HSM screen. */
export function viewToken(state: FacilityState, room: HsmRoom, token: TokenRef): TokenView {
  const registered = [...state.tokens.values()].find(
    (known) => known.token.label === token.label && known.token.serial === token.serial,
  )
  return {
    name: registered?.name ?? null,
    label: token.label,
    serial: token.serial,
    model: registered?.model ?? '',
    manufacturer: registered?.manufacturer ?? '',
    firmware: '',
    userPin: 'ok',
    open: room.isOpen(token),
  }
}
