import { Menu, type MenuItemConstructorOptions } from 'electron'

/** Not shown on Linux and Windows: it only carries the keys for text size, full screen and closing. No reload. */
export function setMenu(developer: boolean): void {
  const view: MenuItemConstructorOptions[] = [
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'resetZoom' },
    { role: 'togglefullscreen' },
    ...(developer ? [{ role: 'toggleDevTools' } as const] : []),
  ]
  const mac: MenuItemConstructorOptions[] =
    process.platform === 'darwin' ? [{ role: 'appMenu' }, { role: 'editMenu' }] : []
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([...mac, { label: 'File', submenu: [{ role: 'quit' }] }, { label: 'View', submenu: view }]),
  )
}
