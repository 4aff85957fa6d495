import type { ModuleView } from '../../../shared/ipc/contract/hsms.ts'
import type { Tone } from '../../ui/state-glyph.tsx'

/** The last part of a path, of either kind of system. */
export function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path
}

export function moduleTone(module: ModuleView): Tone {
  if (module.failure !== null) return 'danger'
  return module.state === 'ready' ? 'ok' : module.state === 'starting' ? 'waiting' : 'off'
}

export function moduleWord(module: ModuleView): string {
  if (module.failure !== null) return 'Does not answer'
  return module.state === 'ready' ? 'Answers' : module.state === 'starting' ? 'Starting' : 'Not loaded'
}
