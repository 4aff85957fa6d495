import { compromiseClass } from '../incident/classification.ts'
import type { Draft, DraftStep } from './draft.ts'
import { type Path, type Problem, problem, unknownName } from './problem.ts'
import { isFields } from './schema-walk.ts'

/** What the parts of a playbook say of each other and of its steps: clocks, targets, whom to call, the drill. */
export function checkPlaybook(document: unknown, { isPlaybook, steps }: Draft): Problem[] {
  if (!isPlaybook || !isFields(document)) return []
  const ids = steps.flatMap(({ id }) => (id === null ? [] : [id]))
  return [
    ...checkIds(document['contacts'], ['contacts'], 'id'),
    ...checkIds(document['clocks'], ['clocks'], 'id'),
    ...checkIds(document['severity'], ['severity'], 'level'),
    ...checkClocks(document, ids),
    ...checkTargets(document, ids),
    ...checkCalls(document),
    ...checkDrill(document, steps, ids),
    ...steps.flatMap(checkOptionIds),
    ...steps.flatMap((step) => checkDeadline(document, step)),
  ]
}

function checkClocks(document: Fields, ids: readonly string[]): Problem[] {
  return itemsOf(document['clocks']).flatMap(({ from, stop }, index) => [
    ...(from === AWARENESS ? [] : namesStep(from, ['clocks', index, 'from'], [AWARENESS, ...ids])),
    ...namesStep(stop, ['clocks', index, 'stop'], ids),
    ...(typeof from === 'string' &&
    typeof stop === 'string' &&
    ids.includes(from) &&
    ids.indexOf(stop) <= ids.indexOf(from)
      ? [problem('contradiction', ['clocks', index, 'stop'], 'this clock would stop before it begins')]
      : []),
  ])
}

const AWARENESS = 'awareness'

function checkTargets(document: Fields, ids: readonly string[]): Problem[] {
  const { targets } = document
  if (!isFields(targets)) return []
  return Object.entries(targets).flatMap(([name, goal]) =>
    isFields(goal) ? namesStep(goal['step'], ['targets', name, 'step'], ids) : [],
  )
}

function checkCalls(document: Fields): Problem[] {
  const known = itemsOf(document['contacts']).flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
  return itemsOf(document['severity']).flatMap(({ calls }, index) =>
    (Array.isArray(calls) ? calls : []).flatMap((name: unknown, at) =>
      typeof name !== 'string' || known.includes(name)
        ? []
        : [
            unknownName(
              'unknown-contact',
              ['severity', index, 'calls', at],
              `there is no contact "${name}"`,
              name,
              known,
            ),
          ],
    ),
  )
}

function checkDrill(document: Fields, steps: readonly DraftStep[], ids: readonly string[]): Problem[] {
  const { drill } = document
  if (!isFields(drill)) return []
  const injects = itemsOf(drill['injects']).flatMap(({ step }, index) =>
    namesStep(step, ['drill', 'injects', index, 'step'], ids),
  )
  const { expected } = drill
  if (!isFields(expected)) return injects
  return [...injects, ...Object.entries(expected).flatMap(([id, choice]) => checkExpected(id, choice, steps, ids))]
}

function checkExpected(id: string, choice: unknown, steps: readonly DraftStep[], ids: readonly string[]): Problem[] {
  const path = ['drill', 'expected', id]
  const step = steps.find((each) => each.id === id)
  if (step === undefined) return [unknownName('unknown-reference', path, `there is no step "${id}"`, id, ids)]
  if (step.kind === null || typeof choice !== 'string') return []
  const options = optionsOf(step)
  if (options === null)
    return [problem('no-decision', path, `nothing is decided in the step "${id}", which is ${step.kind}`)]
  if (options.includes(choice)) return []
  return [unknownName('unknown-option', path, `"${choice}" cannot be chosen there`, choice, options)]
}

/** What can be chosen in a step; null where nothing is. */
export function optionsOf({ kind, fields }: DraftStep): string[] | null {
  if (kind === 'classify') return [...compromiseClass.options]
  if (kind !== 'decide') return null
  return itemsOf(fields['options']).flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
}

/** The clock by which a message has to be sent. */
function checkDeadline(document: Fields, { kind, fields, path }: DraftStep): Problem[] {
  const { clock } = fields
  const known = itemsOf(document['clocks']).flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
  if (kind !== 'notify' || typeof clock !== 'string' || known.includes(clock)) return []
  return [unknownName('unknown-clock', [...path, 'clock'], `there is no clock "${clock}"`, clock, known)]
}

function checkOptionIds({ kind, fields, path }: DraftStep): Problem[] {
  return kind === 'decide' ? checkIds(fields['options'], [...path, 'options'], 'id') : []
}

function checkIds(list: unknown, path: Path, field: string): Problem[] {
  const seen = new Set<unknown>()
  return itemsOf(list).flatMap((item, index) => {
    const id = item[field]
    if (typeof id !== 'string') return []
    if (seen.has(id)) return [problem('id-duplicate', [...path, index, field], `"${id}" is used twice`)]
    seen.add(id)
    return []
  })
}

function namesStep(name: unknown, path: Path, ids: readonly string[]): Problem[] {
  if (typeof name !== 'string' || ids.includes(name)) return []
  return [unknownName('unknown-reference', path, `there is no step "${name}"`, name, ids)]
}

type Fields = Readonly<Record<string, unknown>>

function itemsOf(list: unknown): Fields[] {
  // Places stay: what is no block has no fields.
  return Array.isArray(list) ? list.map((item: unknown) => (isFields(item) ? item : {})) : []
}
