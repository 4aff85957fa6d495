import { fail } from '../../../shared/failure.ts'
import { type FacilityKey, type KeyPlace, livingPlaces, placeOn } from '../../../shared/facility/keys.ts'
import type { HsmRoom } from '../hsm/room.ts'

/** The copy that signs: the one on an open token, else the oldest. Throws key-destroyed when there is none. */
export function signingPlace(key: FacilityKey, room: HsmRoom): KeyPlace {
  const places = livingPlaces(key)
  const place = places.find(({ token }) => room.isOpen(token)) ?? places[0]
  if (place !== undefined) return place
  throw keyDestroyed(key)
}

/** The living copy of a key on a token, by the token's name in plans. Throws key-destroyed, key-not-found. */
export function findPlace(key: FacilityKey, tokenName: string): KeyPlace {
  const place = placeOn(key, tokenName)
  if (place !== undefined) return place
  const others = livingPlaces(key)
  if (others.length === 0) throw keyDestroyed(key)
  throw fail('key-not-found', `The facility knows no copy of the key ${key.name} on the token ${tokenName}.`, {
    remedy: `Abort the run and name the token in the plan that holds it: ${others.map(({ tokenName: name }) => name).join(', ')}.`,
    detail: { key: key.name, token: tokenName },
  })
}

function keyDestroyed({ name }: FacilityKey): Error {
  return fail('key-destroyed', `Every copy of the key ${name} was destroyed. It signs nothing any more.`, {
    remedy: 'Abort the run and plan it with another key.',
    detail: { asked: 'no' },
  })
}
