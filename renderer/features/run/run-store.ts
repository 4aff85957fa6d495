import { createStore, type StoreApi } from 'zustand'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { call, type Request } from '../../bridge/client.ts'
import { forgetProgress } from '../../bridge/facility-store.ts'
import { type HandOver, handOverAfter } from './hand-over.ts'
import { outcomeWords } from './outcome-words.ts'

/** What changes a run. Each answers with the run as it stands then. */
export type ActName =
  | 'run.perform'
  | 'run.approve'
  | 'run.refuse'
  | 'run.decide'
  | 'run.sign-off'
  | 'run.look'
  | 'run.reconcile'
  | 'run.reopen-token'
  | 'run.allow-final-try'
  | 'run.give-share'
  | 'run.begin-dealing'
  | 'run.deal-sealed'
  | 'run.confirm-share'
  | 'run.sign-in'
  | 'run.sign-out'
  | 'run.pause'
  | 'run.resume'
  | 'run.raise-exception'
  | 'run.decide-exception'
  | 'run.abort'
  | 'transfer.import-answer'

export interface RunDesk {
  readonly view: RunView | null
  /** Why the run could not be read. */
  readonly failure: Failure | null
  /** A past step that is looked at; null: the current one. */
  readonly shown: string | null
  /** The act that core was asked for and has not answered. */
  readonly acting: ActName | null
  /** Why the last act on this step did not succeed. */
  readonly refusal: { readonly act: ActName; readonly step: string; readonly failure: Failure } | null
  /** Who performs a step that is for one role, where several are here; null: the first. */
  readonly performer: string | null
  readonly choosePerformer: (person: string) => void
  /** Another person is next; null while nobody has to be waited for. */
  readonly handOver: HandOver | null
  /** The next person is at the console. */
  readonly takeOver: () => void
  /** For the live region. */
  readonly announcement: string
  readonly read: () => Promise<void>
  readonly show: (step: string | null) => void
  /** True when it was done. Byte arrays in the request are overwritten. */
  readonly act: <N extends ActName>(name: N, request: Request<N>) => Promise<boolean>
}

/** One run on the screen. Core's word is taken whole; nothing here outlives the screen, and no secret enters it. */
export function createRunStore(run: string): StoreApi<RunDesk> {
  return createStore<RunDesk>((set, get) => {
    /** The log only grows, so a view with fewer entries is an older one. */
    function take(view: RunView, shown: string | null): void {
      const { view: held, shown: wanted } = get()
      if (shown !== wanted || (held !== null && view.entries < held.entries)) return
      set({ view, failure: null })
    }

    async function read(): Promise<void> {
      const { shown } = get()
      try {
        const answer = await call('run.read', { run, ...(shown === null ? {} : { step: shown }) })
        take(answer.run, shown)
      } catch (error) {
        if (get().shown === shown) set({ failure: toFailure(error) })
      }
    }

    return {
      view: null,
      failure: null,
      shown: null,
      acting: null,
      refusal: null,
      performer: null,
      handOver: null,
      takeOver: () => set({ handOver: null }),
      announcement: '',
      choosePerformer: (performer) => set({ performer }),
      read,
      show: (step) => {
        const current = get()
          .view?.acts.flatMap((act) => act.steps)
          .find((each) => isOpen(each.status))
        set({ shown: step === current?.id ? null : step })
        void read()
      },
      act: async (name, request) => {
        if (get().acting !== null) return false
        const before = get().view
        set({ acting: name, refusal: null, announcement: '', handOver: null })
        forgetProgress()
        try {
          const answer = await call(name, { ...performerOf(name, get()), ...request })
          take(answer.run, null)
          const person = 'person' in request ? request.person : undefined
          set({
            announcement: outcomeWords(name, before, get().view),
            handOver: handOverAfter(name, person, answer.run),
          })
          return true
        } catch (error) {
          const failure = toFailure(error)
          const step = before?.step.id ?? ''
          set({ refusal: { act: name, step, failure }, announcement: failure.message })
          await read()
          return false
        } finally {
          set({ acting: null })
        }
      },
    }
  })
}

/** Whoever was chosen, if they are still here in the role that the step is for. */
function performerOf(name: ActName, { performer, view }: RunDesk): { by?: string } {
  if (name !== 'run.perform' || performer === null) return {}
  const isHere = view?.step.terms.by?.people.some(({ id }) => id === performer) === true
  return isHere ? { by: performer } : {}
}

function isOpen(status: RunView['step']['status']): boolean {
  return status !== 'pending' && status !== 'done' && status !== 'skipped'
}
