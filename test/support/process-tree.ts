import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** A process and all that it started, directly or not. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid)) continue
    const parent = parentOf(pid)
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const tree: number[] = []
  const visit = (pid: number): void => {
    tree.push(pid)
    for (const child of children.get(pid) ?? []) visit(child)
  }
  visit(root)
  return tree
}

/** The one process of the tree whose command line names this file. */
export function findProcess(root: number, file: string): number | undefined {
  return processTree(root).find((pid) => commandLine(pid).some((argument) => argument.endsWith(`/${file}`)))
}

/** Internet sockets of any kind and state that belong to the tree, as `ss -tunap` prints them. */
export function internetSockets(root: number): string[] {
  const tree = new Set(processTree(root))
  const lines = execFileSync('ss', ['-H', '-tunap'], { encoding: 'utf8' }).split('\n')
  return lines.filter((line) => [...line.matchAll(/pid=(\d+)/g)].some((match) => tree.has(Number(match[1]))))
}

function parentOf(pid: number): number | undefined {
  try {
    // The command in parentheses may hold anything, also parentheses and blanks.
    const [, fields = ''] = /\) (.*)$/s.exec(readFileSync(`/proc/${String(pid)}/stat`, 'utf8')) ?? []
    return Number(fields.split(' ')[1])
  } catch {
    return undefined
  }
}

function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').split('\0')
  } catch {
    return []
  }
}
