import { BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import { report, reportRefusal } from './diagnostics.ts'
import { isOwnUrl, PAGE_URL } from './origin.ts'

const SIZE = { width: 1366, height: 768 }
const MINIMUM = { width: 1280, height: 720 }
/** The design tokens' --sheet of both themes: nothing flashes before the page has drawn. */
const BACKGROUND = { light: '#F6F8F7', dark: '#111A1B' }
const MAX_PAGE_CRASHES = 3

/** The one window. The page is loaded by `loadPage`, after the gateway is open. */
export function createWindow(preload: string, developer: boolean): BrowserWindow {
  const room = screen.getPrimaryDisplay().workAreaSize
  const width = Math.max(MINIMUM.width, Math.min(SIZE.width, room.width))
  const height = Math.max(MINIMUM.height, Math.min(SIZE.height, room.height))
  const window = new BrowserWindow({
    width,
    height,
    useContentSize: true,
    show: false,
    title: 'Conclave',
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      enableWebSQL: false,
      // Files come and go through the host's dialogs only; the page's own pickers ask no permission handler.
      disableBlinkFeatures: 'FileSystemAccessLocal',
      devTools: developer,
    },
  })
  window.setMenuBarVisibility(false)
  // The room of the hidden menu bar would go to the content.
  window.setContentSize(width, height)
  const [outerWidth = 0, outerHeight = 0] = window.getSize()
  const [innerWidth = 0, innerHeight = 0] = window.getContentSize()
  window.setMinimumSize(MINIMUM.width + outerWidth - innerWidth, MINIMUM.height + outerHeight - innerHeight)
  window.once('ready-to-show', () => {
    window.show()
  })
  nativeTheme.on('updated', () => {
    if (!window.isDestroyed()) {
      window.setBackgroundColor(nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light)
    }
  })
  returnToPage(window)
  reloadAfterCrash(window)
  return window
}

export async function loadPage(window: BrowserWindow): Promise<void> {
  await window.loadURL(PAGE_URL)
}

/** Chromium does not ask before it goes to about:blank. */
function returnToPage(window: BrowserWindow): void {
  window.webContents.on('did-navigate', (_event, url) => {
    if (isOwnUrl(url)) return
    reportRefusal('navigation', url)
    void loadPage(window).catch(() => undefined)
  })
}

/** The page holds no state that core does not have, so a crashed one is simply drawn again. */
function reloadAfterCrash(window: BrowserWindow): void {
  let crashes = 0
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    crashes += 1
    report(`the page ended: ${reason}`)
    if (crashes <= MAX_PAGE_CRASHES) void loadPage(window).catch(() => undefined)
    else {
      dialog.showErrorBox(
        'Conclave cannot draw its window',
        'The part that draws the window ended several times. Nothing in the log is lost. Close Conclave and start it again.',
      )
    }
  })
}
