import { isDestructive } from '../../../shared/incident/evidence-lock.ts'
import type { KnownCeremonies } from '../../../shared/procedure/check-ceremonies.ts'
import { type Definition, isPlaybook, stepsOf } from '../../../shared/procedure/definition.ts'

/** What playbooks have to know of the ceremonies beside them. */
export function knownCeremonies(procedures: Iterable<Definition>): KnownCeremonies {
  const ceremonies = [...procedures].flatMap((each) => (isPlaybook(each) ? [] : [each]))
  return new Map(
    ceremonies.map((each) => [
      each.ceremony,
      { destructive: isDestructiveCeremony(each), inputs: Object.keys(each.inputs) },
    ]),
  )
}

/** Whether it revokes, distrusts or destroys. */
export function isDestructiveCeremony(procedure: Definition): boolean {
  return stepsOf(procedure).some(({ kind }) => isDestructive(kind))
}
