import { join } from 'node:path'
import { app, dialog } from 'electron'
import { CONSOLE_LOCKED } from '../../shared/ipc/contract/console.ts'
import { CORE_STATE_EVENT } from '../../shared/ipc/contract/host.ts'
import { listAssets } from './assets.ts'
import { coreArguments, debuggingSwitches } from './command-line.ts'
import { CoreProcess } from './core-process.ts'
import { report, reportException } from './diagnostics.ts'
import { coreProgram, forkCore } from './fork-core.ts'
import { openGateway, sendEvent } from './gateway.ts'
import { createHost } from './host.ts'
import { lockDown, setSwitches } from './lockdown.ts'
import { setMenu } from './menu.ts'
import { registerScheme, serveAssets } from './protocol.ts'
import { lockedFacility, watchTouch } from './touch.ts'
import { createWindow, loadPage } from './window.ts'

const folder = import.meta.dirname

// Before anything creates a file.
process.umask(0o077)
// Whoever started the program may have closed its end; that is no reason to end.
process.stderr.on('error', () => undefined)

const userData = process.env['CONCLAVE_USER_DATA']
if (userData !== undefined) app.setPath('userData', userData)

const developer = !app.isPackaged && process.env['CONCLAVE_DEV'] === '1'
const debugging = debuggingSwitches([...process.execArgv, ...process.argv])

if (debugging.length > 0 && (app.isPackaged || process.env['CONCLAVE_DEBUGGER'] !== '1')) {
  report(`refused to start with a debugger: ${debugging.join(' ')}`)
  app.exit(2)
} else if (!app.requestSingleInstanceLock()) {
  report('Conclave is already open: its window is shown instead.')
  app.exit(1)
} else {
  start()
}

function start(): void {
  // Main holds nothing that core does not have, so it goes on; Electron's own dialog would show a stack.
  process.on('uncaughtException', (error) => {
    reportException('main', error)
  })
  process.on('unhandledRejection', (error) => {
    reportException('main', error)
  })
  setSwitches()
  // As root Chromium runs only with --no-sandbox, which this call would take back for the page's process alone.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  registerScheme()
  lockDown(developer)

  const program = coreProgram(folder, coreArguments(process.argv, process.cwd()), process.env)
  let closing = false
  let locked: string | null = null
  let announce = (_name: string, _body: unknown): void => undefined
  const core = new CoreProcess({
    // A console that was locked when core ended is locked when it runs again.
    start: () => forkCore(locked === null ? program : { ...program, args: ['--facility', locked, '--locked'] }),
    onEvent: (name, body) => {
      if (name === CONSOLE_LOCKED) locked = lockedFacility(body)
      else announce(name, body)
    },
    onState: (state) => {
      announce(CORE_STATE_EVENT, state)
    },
    now: () => performance.now(),
  })
  core.start()
  stopWithApp(core)
  app.on('before-quit', () => {
    closing = true
  })

  void app
    .whenReady()
    .then(open)
    .catch((error: unknown) => {
      // Closing a window that still loads counts as a failed load.
      if (closing) return
      reportException('start', error)
      dialog.showErrorBox(
        'Conclave cannot open its window',
        'A part of the program is missing or damaged. Install it again.',
      )
      app.exit(1)
    })

  async function open(): Promise<void> {
    setMenu(developer)
    serveAssets(listAssets(join(folder, 'renderer')))
    if (closing) return
    const window = createWindow(join(folder, 'preload.cjs'), developer)
    window.on('close', () => {
      closing = true
    })
    announce = (name, body) => {
      sendEvent(window, { name, body })
    }
    watchTouch(window, core)
    openGateway(window, createHost(window, core), (name, body) => core.send(name, body))
    app.on('second-instance', () => {
      if (window.isMinimized()) window.restore()
      window.focus()
    })
    await loadPage(window)
  }
}

function stopWithApp(core: CoreProcess): void {
  let stopped = false
  app.on('window-all-closed', () => {
    app.quit()
  })
  app.on('will-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void core.stop().then(() => {
      stopped = true
      app.quit()
    })
  })
}
