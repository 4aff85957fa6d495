import { open, unlink } from 'node:fs/promises'
import { app, type BrowserWindow, dialog, nativeTheme } from 'electron'
import { fail, type FailureCode } from '../../shared/failure.ts'
import { type CoreState, hostContract } from '../../shared/ipc/contract/host.ts'
import { createDispatcher, type Reply } from '../../shared/ipc/operation.ts'
import { reportException } from './diagnostics.ts'

export interface Core {
  readonly state: CoreState
  restart(): void
}

/** What only the shell can do, by contract. */
export function createHost(window: BrowserWindow, core: Core): (name: string, body: unknown) => Promise<Reply> {
  let asking = false
  async function ask<T>(question: () => Promise<T>): Promise<T> {
    if (asking) throw fail('busy', 'Another dialog is open.', { remedy: 'Answer it first.' })
    asking = true
    try {
      return await question()
    } finally {
      asking = false
    }
  }

  return createDispatcher(
    hostContract,
    {
      'host.state': () => ({
        core: core.state,
        platform: process.platform,
        sandboxed: !app.commandLine.hasSwitch('no-sandbox'),
        versions: {
          conclave: app.getVersion(),
          electron: process.versions.electron,
          chromium: process.versions.chrome,
        },
      }),
      'host.restart-core': () => {
        core.restart()
        return {}
      },
      'host.choose-file': ({ title, buttonLabel, kind, extensions }) =>
        ask(async () => {
          const { filePaths } = await dialog.showOpenDialog(window, {
            title,
            ...(buttonLabel === undefined ? {} : { buttonLabel }),
            properties: ['openFile', 'dontAddToRecent'],
            filters:
              extensions.length === 0
                ? []
                : [
                    { name: kind, extensions },
                    { name: 'All files', extensions: ['*'] },
                  ],
          })
          return { path: filePaths[0] ?? null }
        }),
      'host.choose-folder': ({ title, buttonLabel }) =>
        ask(async () => {
          const { filePaths } = await dialog.showOpenDialog(window, {
            title,
            ...(buttonLabel === undefined ? {} : { buttonLabel }),
            properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
          })
          return { path: filePaths[0] ?? null }
        }),
      'host.print-pdf': ({ title, fileName }) =>
        ask(async () => {
          const filters = [{ name: 'PDF', extensions: ['pdf'] }]
          const { filePath } = await dialog.showSaveDialog(window, { title, defaultPath: fileName, filters })
          if (filePath === '') return { path: null }
          const pdf = await window.webContents.printToPDF({
            pageSize: 'A4',
            printBackground: true,
            generateTaggedPDF: true,
          })
          await writeNew(filePath, pdf)
          return { path: filePath }
        }),
      'host.set-theme': ({ theme }) => {
        nativeTheme.themeSource = theme
        return { dark: nativeTheme.shouldUseDarkColors }
      },
    },
    reportException,
  )
}

const WRITE_FAILURES: Readonly<Record<string, readonly [FailureCode, string, string]>> = {
  EEXIST: ['file-exists', 'A file of this name exists. It was not changed.', 'Choose another name.'],
  ENOSPC: ['disk-full', 'The medium is full. Nothing was left on it.', 'Make room or choose another medium.'],
  EROFS: ['disk-read-only', 'The medium is read-only.', 'Choose another medium.'],
}

/** Creates the file or nothing: never replaces one, leaves no part of one. */
async function writeNew(path: string, content: Uint8Array): Promise<void> {
  let created = false
  try {
    const file = await open(path, 'wx', 0o600)
    created = true
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    if (created) await unlink(path).catch(() => undefined)
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const known = WRITE_FAILURES[code] ?? [
      'file-not-writable',
      'The file could not be written.',
      'Choose another folder.',
    ]
    throw fail(known[0], known[1], { remedy: known[2], detail: { path }, cause: error })
  }
}
