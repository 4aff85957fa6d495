import { existsSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout, wherever it was called from. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')
export const cache = join(root, '.cache')
export const modules = join(root, 'node_modules')
export const dist = join(root, 'dist')
export const projectNode = join(modules, '.bin', 'node')

const projectBin = join(modules, '.bin')

/** The environment of everything that runs after the installation: the project's Node and tools come first. */
export function projectEnvironment() {
  return { ...process.env, PATH: [projectBin, ...searchPath()].join(delimiter) }
}

/** The environment of the installation itself, which replaces node_modules and must not run from inside it. */
export function hostEnvironment() {
  return { ...process.env, PATH: searchPath().join(delimiter) }
}

/** The first program of this name outside node_modules, or null. @param {string} name */
export function findOnHost(name) {
  return allOnHost(name)[0] ?? null
}

/** All of them, in the order of the PATH. @param {string} name */
export function allOnHost(name) {
  return searchPath()
    .map((folder) => join(folder, name))
    .filter((path) => existsSync(path))
}

function searchPath() {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.filter((folder) => folder !== '' && !resolve(folder).startsWith(modules))
}
