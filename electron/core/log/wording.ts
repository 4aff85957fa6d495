import { counted } from '../../../shared/counted.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { ApprovalItem } from '../../../shared/procedure/approval.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'

/** "a", "a and b", "a, b and c". */
export function joined(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}

/** "2026-11-29 18:48Z" */
export function minuteOf(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)}Z`
}

/** A title inside a sentence: "Generate the root key" becomes "generate the root key", "CRL 1" stays. */
export function inSentence(title: string): string {
  const [first = '', second = ''] = title
  return second === second.toLowerCase() ? first.toLowerCase() + title.slice(1) : title
}

export function endedWithoutStop(text: string): string {
  return text.replace(/[\s.]+$/, '')
}

/** "Fleet Root G1" of "C=CH, O=Meridian Fleet AG, CN=Fleet Root G1"; what stands in front of the name stays. */
export function commonName(name: string): string {
  return name.replace(/(?:\b[A-Z]+=[^=]*, )*\bCN=(.+)$/, '$1')
}

/** Both ends of a long identifier: what a person compares. */
export function ends(hex: string): string {
  return hex.length <= 16 ? hex : `${hex.slice(0, 4)} ${hex.slice(4, 8)} … ${hex.slice(-4)}`
}

/** The name of a person, or the id of one whom this state does not know. */
export function personName(state: FacilityState, id: string): string {
  return state.people.get(id)?.name ?? id
}

export function runOf(state: FacilityState, id: string | null): RunState | undefined {
  return state.runs.get(id ?? '')
}

export function stepOf(run: RunState | undefined, id: string | null): StepState | undefined {
  return run?.steps.find(({ step }) => step.id === id)
}

/** What approvers see: "the root certificate" of a step "Approve the root certificate", else what the items are. */
export function approvedThing(step: StepState | undefined, items: readonly ApprovalItem[]): string {
  const title = /^Approve (.+)$/.exec(step?.step.title ?? '')?.[1]
  if (title !== undefined) return title
  const sizes = items.reduce((sum, item) => sum + item.size, 0)
  const kinds = {
    certificate: 'certificate',
    crl: 'CRL',
    'cms-signed-attributes': 'hand-off signature',
    document: 'document',
  }
  const [first] = items
  return first === undefined ? 'the step' : `${counted(items.length, kinds[first.kind])} of ${String(sizes)} bytes`
}
