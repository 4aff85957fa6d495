import { dependenciesAreInstalled, installDependencies } from './dependencies.mjs'
import { provideElectron } from './electron-runtime.mjs'
import { provideSystemPackages } from './system-packages.mjs'
import { Stop } from './say.mjs'

const OLDEST_NODE = 20

/** System packages of these groups, then node_modules. @param {import('./say.mjs').Say} say
 * @param {readonly (keyof typeof import('./system-packages.mjs').REQUIREMENTS)[]} groups */
export async function prepare(say, groups) {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new Stop(`Node ${process.versions.node} is too old: install Node ${OLDEST_NODE} or newer`)
  }
  await provideSystemPackages(say, dependenciesAreInstalled() ? groups : ['build', ...groups])
  await installDependencies(say)
}

/** The same with everything that a window needs. @param {import('./say.mjs').Say} say
 * @param {Parameters<typeof prepare>[1]} groups */
export async function prepareWindow(say, groups) {
  const display = hasDisplay() ? [] : /** @type {const} */ (['display'])
  await prepare(say, ['practice', 'window', ...display, ...groups])
  return provideElectron(say)
}

export function hasDisplay() {
  return (process.env['DISPLAY'] ?? '') !== '' || (process.env['WAYLAND_DISPLAY'] ?? '') !== ''
}
