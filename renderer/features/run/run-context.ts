import { createContext, useContext } from 'react'
import { type StoreApi, useStore } from 'zustand'

import type { Failure } from '../../../shared/failure.ts'
import type { FacilityView } from '../../../shared/ipc/contract/facility.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import type { ActName, RunDesk } from './run-store.ts'

export const RunContext = createContext<StoreApi<RunDesk> | null>(null)

export function useRunDesk<T>(select: (desk: RunDesk) => T): T {
  const store = useContext(RunContext)
  if (store === null) throw new Error('a step view outside of a run')
  return useStore(store, select)
}

export function useAct(): RunDesk['act'] {
  return useRunDesk((desk) => desk.act)
}

/** Whether core still works on what it was asked for, here or since before the window was opened. */
export function useIsWorking(): boolean {
  return useRunDesk((desk) => desk.acting !== null || desk.view?.step.status === 'working')
}

/** Why the last of these acts on the shown step did not succeed. */
export function useRefusal(...acts: readonly ActName[]): Failure | null {
  const refusal = useRunDesk((desk) => desk.refusal)
  const step = useRunDesk((desk) => desk.view?.step.id)
  if (refusal === null || refusal.step !== step || !acts.includes(refusal.act)) return null
  return refusal.failure
}

export function usePracticeSecrets(): FacilityView['practiceSecrets'] {
  return useFacility((store) => store.facility?.practiceSecrets ?? null)
}

/** A practice facility says so on the button: nothing signed there counts. */
export function useInPractice(): string {
  return useFacility((store) => (store.facility?.practice === true ? ' in practice' : ''))
}
