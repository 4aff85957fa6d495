import { toFailure } from '../../shared/failure.ts'
import type { CORE_STATE_EVENT, CoreState } from '../../shared/ipc/contract/host.ts'
import { call } from './client.ts'
import { type CoreNotice, useCore } from './core-store.ts'
import { listen } from './events.ts'
import { forgetFacility, openFacility, openReadOnly, refreshFacility, useFacility } from './facility-store.ts'

/** Spelled again, checked by the compiler: importing the value would bring the schemas into the page. */
const CORE_STATE: typeof CORE_STATE_EVENT = 'host.core-state'

/** Begins to hear core and the shell, and reads what is open. Returns the function that ends it. */
export function connect(): () => void {
  const ends = [
    listen('facility.changed', () => void refreshFacility()),
    listen('progress', (progress) => useFacility.setState({ progress })),
    listen(CORE_STATE, follow),
  ]
  void readHost()
  void refreshFacility()
  return () => ends.forEach((end) => end())
}

async function readHost(): Promise<void> {
  const host = await call('host.state', {})
  useCore.setState({ host })
  // Core may have failed before the page could listen.
  if (host.core.state === 'stopped' || host.core.state === 'restarting') follow(host.core)
  else useCore.setState({ state: host.core.state })
}

/** Why core was last gone; null while nothing happened that people have to hear about. */
let gone: string | null = null

function follow(core: CoreState): void {
  useCore.setState({ state: core.state })
  if (core.state === 'restarting' || core.state === 'stopped') {
    gone = core.reason
    useFacility.setState({ progress: null })
    useCore.setState({ notice: core.state === 'restarting' ? restarting(core.reason) : stopped(core.reason) })
  } else if (core.state === 'ready' && gone !== null) {
    const reason = gone
    gone = null
    void comeBack(reason)
  }
}

/** Core runs again and has nothing open unless it was started with a facility: opens what was open, and says so. */
async function comeBack(reason: string): Promise<void> {
  const before = useFacility.getState().facility
  const path = before?.path
  if (path === undefined) {
    await refreshFacility()
    useCore.setState({ notice: again(reason, 'Nothing was open, so nothing was lost.') })
    return
  }
  try {
    const { facility } = await call('facility.state', {})
    const open = before?.readOnly === true ? openReadOnly : openFacility
    const { name, readOnly } = facility?.path === path ? facility : await open(path)
    await refreshFacility()
    const text = readOnly ? `The copy of ${name} was opened again to be read only.` : openedAgain(name)
    useCore.setState({ notice: again(reason, text) })
  } catch (error) {
    forgetFacility(toFailure(error))
    useCore.setState({
      notice: again(reason, `The facility in ${path} could not be opened again. Nothing in it was changed.`),
    })
  }
}

function openedAgain(name: string): string {
  return `${name} was opened again and its log fits its last checkpoint. Every HSM is logged out: the step that needs one asks for the PIN again. What was under way stands in the log.`
}

function restarting(reason: string): CoreNotice {
  return {
    tone: 'attention',
    title: 'The process that does the work is started again',
    text: `${reason} Nothing can be done until it runs. What was written to the log is safe.`,
    canRestart: false,
    over: false,
  }
}

function stopped(reason: string): CoreNotice {
  return {
    tone: 'danger',
    title: 'The process that does the work has stopped',
    text: `${reason} Nothing can be done until it runs. What was written to the log is safe.`,
    canRestart: true,
    over: false,
  }
}

function again(reason: string, text: string): CoreNotice {
  return {
    tone: 'attention',
    title: 'The process that does the work was started again',
    text: `${reason} ${text}`,
    canRestart: false,
    over: true,
  }
}
