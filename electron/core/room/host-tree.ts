import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'

/** What the kernel says of itself: small files below /proc, /sys, /run and /dev. Null: it cannot be read or is not there. */
export interface HostTree {
  text(path: string): string | null
  names(path: string): readonly string[] | null
  link(path: string): string | null
}

/** This machine, or a tree recorded from another one. */
export function hostTree(root = '/'): HostTree {
  return {
    text: (path) => orNull(() => readFileSync(join(root, path), 'utf8')),
    names: (path) => orNull(() => readdirSync(join(root, path)).toSorted()),
    link: (path) => orNull(() => readlinkSync(join(root, path))),
  }
}

export interface Host {
  readonly tree: HostTree
  /** By interface, loopback included: what the system gave it. */
  readonly addresses: ReadonlyMap<string, readonly string[]>
}

export function thisHost(): Host {
  const addresses = new Map(
    Object.entries(networkInterfaces()).map(([name, list]) => [name, (list ?? []).map(({ address }) => address)]),
  )
  return { tree: hostTree(), addresses }
}

/** A one-line file without its end of line; null also if it is empty. */
export function word(tree: HostTree, path: string): string | null {
  const text = tree.text(path)?.trim() ?? ''
  return text === '' ? null : text
}

function orNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
