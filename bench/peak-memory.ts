import { readFileSync } from 'node:fs'

/**
 * Bytes of memory that a process had at most since its program was started (VmHWM, Linux). `getrusage` would tell more: what its parent
 * had when it made the process counts there, too.
 */
export function peakMemory(pid: number | 'self' = 'self'): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
}
