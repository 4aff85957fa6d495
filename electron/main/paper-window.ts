import { BrowserWindow, session } from 'electron'
import { PAPER_HEADERS } from './headers.ts'
import { PAPER_URL, SCHEME } from './origin.ts'

/** Each paper has a session that no other paper had. */
let drawn = 0

/**
 * Draws one paper where nobody sees it, for `work`, and throws everything away after that. The window has a session of its own
 * in memory, in which the only thing that exists is this paper; it runs no script and has no preload. What `lockDown` forbids
 * holds for it as for every other.
 */
export async function withPaper<T>(
  parent: BrowserWindow,
  html: string,
  work: (window: BrowserWindow) => Promise<T>,
): Promise<T> {
  drawn += 1
  const own = session.fromPartition(`paper-${String(drawn)}`, { cache: false })
  own.protocol.handle(SCHEME, (request) =>
    request.method === 'GET' && request.url === PAPER_URL
      ? new Response(html, { headers: { ...PAPER_HEADERS, 'Content-Type': 'text/html; charset=utf-8' } })
      : new Response(null, { status: 404, headers: PAPER_HEADERS }),
  )
  const window = new BrowserWindow({
    parent,
    show: false,
    webPreferences: {
      session: own,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      javascript: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    },
  })
  try {
    await window.loadURL(PAPER_URL)
    return await work(window)
  } finally {
    if (!window.isDestroyed()) window.destroy()
    own.protocol.unhandle(SCHEME)
  }
}
