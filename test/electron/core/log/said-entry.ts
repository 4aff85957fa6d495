import { enrolledPerson } from '../../../../shared/people/person.ts'
import { join } from 'node:path'
import { blankRun } from '../../../../electron/cli/preview/stand-ins.ts'
import { sentenceOf } from '../../../../electron/core/log/sentence.ts'
import { findProcedure, loadLibrary } from '../../../../electron/core/procedure/library.ts'
import { makePlan } from '../../../../electron/core/procedure/make-plan.ts'
import { type FacilityState, foundState } from '../../../../shared/facility/state.ts'
import type { EntryKind, LogEntry } from '../../../../shared/ledger/entries.ts'

/** Entries and a facility that has just started to create a root, for sentences about them. */

export const TIME = '2026-11-25T09:00:00.000Z'
export const D = 'ab'.repeat(32)
export const token = { label: 'hsm-a', serial: '1' }
export const item = { kind: 'certificate', tbs: D, size: 441, key: D }

export function entry(
  kind: EntryKind,
  data: object,
  step: string | null = null,
  actor: string | null = null,
): LogEntry {
  return {
    index: 40,
    time: TIME,
    kind,
    actor,
    role: null,
    run: 'run-0000',
    step,
    blobs: [],
    data,
  } as unknown as LogEntry
}

function stateOf(): FacilityState {
  const data = { name: 'Zürich vault B', mode: 'production', origin: 'vault.example/log', logKey: '', software: '' }
  const state = foundState({ ...entry('facility-founded', data), index: 0 })
  for (const [id, name] of [
    ['hanna-voss', 'Hanna Voss'],
    ['tomas-oliveira', 'Tomás Oliveira'],
    ['priya-raman', 'Priya Raman'],
  ] as const) {
    const credential = {
      id: `${id}-1`,
      kind: 'key-file' as const,
      algorithm: 'ed25519' as const,
      publicKey: D,
      place: 'facility' as const,
    }
    state.people.set(id, enrolledPerson({ id, name, roles: ['officer'], credentials: [credential] }, TIME, 1))
  }
  const library = loadLibrary(join(import.meta.dirname, '..', '..', '..', '..', 'ceremonies'))
  const inputs = {
    country: 'CH',
    organization: 'Meridian',
    'common-name': 'Fleet Root G1',
    'root-key': 'root-g1',
    'first-signer': 'hand-a',
    'second-signer': 'hand-b',
    backup: 'none',
    token: 'hsm-a',
  }
  state.runs.set(
    'run-0000',
    blankRun(makePlan(library, findProcedure(library, 'generate-root'), 'Create Fleet Root G1', inputs), D, TIME),
  )
  return state
}

export const say = (one: LogEntry): string => {
  const { strong, text, label } = sentenceOf(one, stateOf())
  return `${strong} | ${text} | ${label}`
}
