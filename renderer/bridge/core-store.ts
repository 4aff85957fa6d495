import { create } from 'zustand'

import type { CoreState } from '../../shared/ipc/contract/host.ts'
import type { Response } from './client.ts'

/** What happened to core, in words, until a person has read it. */
export interface CoreNotice {
  readonly tone: 'attention' | 'danger' | 'partial'
  readonly title: string
  readonly text: string
  /** Only a person's decision starts core again. */
  readonly canRestart: boolean
  /** It is over: the notice can be put away. */
  readonly over: boolean
}

export interface CoreStore {
  readonly state: CoreState['state']
  readonly notice: CoreNotice | null
  readonly host: Response<'host.state'> | null
}

export const useCore = create<CoreStore>(() => ({ state: 'starting', notice: null, host: null }))

export function putNoticeAway(): void {
  useCore.setState({ notice: null })
}
