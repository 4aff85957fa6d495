import { create } from 'zustand'

import { type Failure, toFailure } from '../../shared/failure.ts'
import type { FacilityView } from '../../shared/ipc/contract/facility.ts'
import { createAnswerOrder } from './answer-order.ts'
import { call } from './client.ts'
import type { EventBody } from './events.ts'

export interface FacilityStore {
  /** False until core answered for the first time. */
  readonly known: boolean
  readonly facility: FacilityView | null
  /** Why the facility that was asked for is not open. */
  readonly failure: Failure | null
  /** Grows with every change that core tells: what is shown is read again. */
  readonly revision: number
  /** What core is working on, in its words. */
  readonly progress: EventBody<'progress'> | null
}

export const useFacility = create<FacilityStore>(() => ({
  known: false,
  facility: null,
  failure: null,
  revision: 0,
  progress: null,
}))

const order = createAnswerOrder()

/** Reads the open facility again, for instance because its log grew. */
export async function refreshFacility(): Promise<void> {
  const ticket = order.ask()
  try {
    const { facility, failure } = await call('facility.state', {})
    if (order.take(ticket)) show(facility, failure)
  } catch (error) {
    if (order.isLatest(ticket)) useFacility.setState({ known: true, failure: toFailure(error) })
  }
}

/** Opens the facility in this folder; what is open is closed by core. Rejects with OperationError. */
export async function openFacility(path: string): Promise<FacilityView> {
  const ticket = order.ask()
  const { facility } = await call('facility.open', { path })
  if (order.take(ticket)) show(facility, null)
  return facility
}

/** Opens a copy in this folder to be read only; what is open is closed by core. Rejects with OperationError. */
export async function openReadOnly(path: string): Promise<FacilityView> {
  forgetProgress()
  const ticket = order.ask()
  try {
    const { facility } = await call('facility.open-read-only', { path })
    if (order.take(ticket)) show(facility, null)
    return facility
  } finally {
    forgetProgress()
  }
}

/** What core last said of its work belongs to an act that is over. */
export function forgetProgress(): void {
  useFacility.setState({ progress: null })
}

/**
 * Founds and opens a practice facility in a new folder below `parent`; `rehearses`: one like the facility that is open.
 * Rejects with OperationError.
 */
export async function createPracticeFacility(
  parent: string,
  name: string,
  { rehearses }: { readonly rehearses: boolean } = { rehearses: false },
): Promise<void> {
  forgetProgress()
  const ticket = order.ask()
  try {
    const { facility } = await call('facility.create-practice', { parent, name, rehearses })
    if (order.take(ticket)) show(facility, null)
  } finally {
    forgetProgress()
  }
}

export async function closeFacility(): Promise<void> {
  const ticket = order.ask()
  await call('facility.close', {})
  if (order.take(ticket)) show(null, null)
}

/** Core is gone and its facility could not be opened again: nothing is open. */
export function forgetFacility(failure: Failure): void {
  order.take(order.ask())
  show(null, failure)
}

function show(facility: FacilityView | null, failure: Failure | null): void {
  useFacility.setState((before) => ({ known: true, facility, failure, revision: before.revision + 1 }))
}
