import { app, type BrowserWindow, dialog, nativeTheme } from 'electron'
import { fail } from '../../shared/failure.ts'
import { type CoreState, hostContract } from '../../shared/ipc/contract/host.ts'
import { createDispatcher, type Reply } from '../../shared/ipc/operation.ts'
import { reportException } from './diagnostics.ts'
import { printPaper, savePaper } from './papers.ts'

export interface Core {
  readonly state: CoreState
  restart(): void
  send(name: string, body: unknown): Promise<Reply>
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
      'host.save-paper': ({ paper, pageSize }) =>
        ask(async () => ({ saved: await savePaper(window, (name, body) => core.send(name, body), paper, pageSize) })),
      'host.print-paper': ({ paper, pageSize }) =>
        ask(async () => ({
          printed: await printPaper(window, (name, body) => core.send(name, body), paper, pageSize),
        })),
      'host.set-theme': ({ theme }) => {
        nativeTheme.themeSource = theme
        return { dark: nativeTheme.shouldUseDarkColors }
      },
    },
    reportException,
  )
}
