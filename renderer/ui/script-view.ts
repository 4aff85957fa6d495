import type { Tone } from './state-glyph.tsx'

/** The contract's script step fits. */
export interface ScriptStep {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly status: 'pending' | 'ready' | 'working' | 'failed' | 'unknown' | 'recorded' | 'done' | 'skipped'
  /** ISO 8601 of UTC. */
  readonly doneAt: string | null
  /** The step uses a CA key. */
  readonly usesKey: boolean
}

export interface ScriptAct {
  readonly title: string
  readonly steps: readonly ScriptStep[]
}

const TONES: Readonly<Record<ScriptStep['status'], Tone>> = {
  pending: 'next',
  ready: 'now',
  working: 'partial',
  failed: 'danger',
  unknown: 'unknown',
  recorded: 'partial',
  done: 'ok',
  skipped: 'off',
}

export function stepTone(step: ScriptStep): Tone {
  return TONES[step.status]
}

export function doneSteps(act: ScriptAct): number {
  return act.steps.filter((step) => step.status === 'done').length
}

/** An act is as far as its steps; what is broken or unknown is heard over progress. */
export function actTone(act: ScriptAct): Tone {
  for (const loud of ['failed', 'unknown'] as const) {
    if (act.steps.some((step) => step.status === loud)) return TONES[loud]
  }
  const taken = act.steps.filter((step) => step.status !== 'skipped')
  if (taken.length === 0) return 'off'
  if (taken.every((step) => step.status === 'done')) return 'ok'
  return taken.every((step) => step.status === 'pending') ? 'next' : 'partial'
}

/** The indexes of the acts shown open: the one with the current step and the one before it. */
export function openActs(acts: readonly ScriptAct[], currentStep: string | undefined): ReadonlySet<number> {
  const current = acts.findIndex((act) => act.steps.some((step) => step.id === currentStep))
  return new Set(current === -1 ? [] : [current - 1, current])
}
