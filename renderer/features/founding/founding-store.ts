import { create } from 'zustand'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { FoundingView } from '../../../shared/ipc/contract/founding.ts'
import { call, type Request } from '../../bridge/client.ts'

/** What changes a founding; each answers with the founding as it stands then. */
export type FoundingAct =
  | 'founding.begin'
  | 'founding.resume'
  | 'founding.set-policy'
  | 'founding.add-module'
  | 'founding.remove-module'
  | 'founding.take-token'
  | 'founding.drop-token'
  | 'founding.enrol'
  | 'founding.remove-person'

export interface FoundingStore {
  readonly founding: FoundingView | null
  readonly acting: FoundingAct | 'founding.complete' | null
  readonly refusal: { readonly act: FoundingAct | 'founding.complete'; readonly failure: Failure } | null
}

/** The founding at this console. Nothing of it is in a log yet; core keeps it on the disk. */
export const useFounding = create<FoundingStore>(() => ({ founding: null, acting: null, refusal: null }))

/** True when it was done. */
export async function actOnFounding<N extends FoundingAct>(name: N, request: Request<N>): Promise<boolean> {
  if (useFounding.getState().acting !== null) return false
  useFounding.setState({ acting: name, refusal: null })
  try {
    const { founding } = (await call(name, request)) as { founding: FoundingView }
    useFounding.setState({ founding, acting: null })
    return true
  } catch (error) {
    useFounding.setState({ acting: null, refusal: { act: name, failure: toFailure(error) } })
    return false
  }
}

/** Writes the genesis and opens the facility. */
export async function completeFounding(opened: () => Promise<void>): Promise<void> {
  useFounding.setState({ acting: 'founding.complete', refusal: null })
  try {
    await call('founding.complete', {})
    await opened()
    useFounding.setState({ founding: null, acting: null })
  } catch (error) {
    useFounding.setState({ acting: null, refusal: { act: 'founding.complete', failure: toFailure(error) } })
  }
}

/** It stays on the disk and can be gone on with. */
export async function leaveFounding(): Promise<void> {
  await call('founding.leave', {})
  useFounding.setState({ founding: null, acting: null, refusal: null })
}
