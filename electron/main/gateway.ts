import { type BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron'
import { fail, toFailure } from '../../shared/failure.ts'
import type { BridgeEvent, CallChannel, EventChannel } from '../../shared/ipc/bridge.ts'
import type { Reply } from '../../shared/ipc/operation.ts'
import { checkBody, wipe } from './body.ts'
import { reportException, reportRefusal } from './diagnostics.ts'
import { isOwnUrl } from './origin.ts'

const CALL: CallChannel = 'conclave:call'
const EVENT: EventChannel = 'conclave:event'
const MAX_NAME = 64

type Answer = (name: string, body: unknown) => Promise<Reply>

/** The only use of ipcMain. Checks who asks, what is asked and how much; then hands over to the host or to core. */
export function openGateway(window: BrowserWindow, host: Answer, core: Answer): void {
  ipcMain.handle(CALL, async (event, name: unknown, body: unknown): Promise<Reply> => {
    try {
      assertSender(event, window)
      if (typeof name !== 'string' || name.length > MAX_NAME) {
        throw fail('invalid-request', 'The request does not name an operation.')
      }
      const arrays = checkBody(body)
      const reply = name.startsWith('host.') ? host(name, body) : core(name, body)
      // Core has its copy by now and no host operation takes bytes: a PIN has no business here any longer.
      wipe(arrays)
      return await reply
    } catch (error) {
      reportException('gateway', error)
      return { ok: false, failure: toFailure(error) }
    }
  })
}

export function sendEvent(window: BrowserWindow, event: BridgeEvent): void {
  if (!window.isDestroyed() && !window.webContents.isDestroyed()) window.webContents.send(EVENT, event)
}

function assertSender(event: IpcMainInvokeEvent, window: BrowserWindow): void {
  const frame = event.senderFrame
  const isPage =
    !window.isDestroyed() &&
    event.sender === window.webContents &&
    frame !== null &&
    frame === window.webContents.mainFrame
  if (isPage && isOwnUrl(frame.url)) return
  reportRefusal('call', frame?.url ?? '')
  throw fail('invalid-request', 'The request does not come from the Conclave window.')
}
