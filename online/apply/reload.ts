import { readFileSync } from 'node:fs'
import type { z } from '../../shared/zod.ts'
import { errorCode } from '../../electron/core/files/disk-failure.ts'
import type { reload } from '../config/common.ts'
import { runCommand } from './command.ts'
import type { Observation } from './observation.ts'

/** Tells a service that its files are new. */
export async function reloadService(
  { command, signal, pid_file: file }: z.infer<typeof reload>,
  timeoutMs: number,
): Promise<Observation> {
  if (command !== undefined) return runCommand(command, timeoutMs)
  if (signal === undefined || file === undefined) return { ok: true, detail: 'nothing to reload' }
  try {
    const pid = Number(readFileSync(file, 'latin1').trim())
    if (!Number.isSafeInteger(pid) || pid <= 1) return { ok: false, detail: `${file} holds no process number` }
    process.kill(pid, signal)
    return { ok: true, detail: `${signal} to process ${pid}` }
  } catch (error) {
    return { ok: false, detail: `${signal} cannot be sent to the process of ${file} (${errorCode(error)})` }
  }
}
