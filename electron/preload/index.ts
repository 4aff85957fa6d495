import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { Bridge, BridgeEvent, CallChannel, EventChannel } from '../../shared/ipc/bridge.ts'
import type { Reply } from '../../shared/ipc/operation.ts'

const CALL: CallChannel = 'conclave:call'
const EVENT: EventChannel = 'conclave:event'

const bridge: Bridge = {
  call: (name, body) => ipcRenderer.invoke(CALL, name, body) as Promise<Reply>,
  on: (listener) => {
    const receive = (_event: IpcRendererEvent, event: BridgeEvent): void => {
      listener(event)
    }
    ipcRenderer.on(EVENT, receive)
    return () => {
      ipcRenderer.off(EVENT, receive)
    }
  },
}

contextBridge.exposeInMainWorld('conclave', bridge)
