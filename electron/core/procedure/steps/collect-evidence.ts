import { hostname } from 'node:os'
import { bytesToHex } from '../../../../shared/bytes.ts'
import { collectionDeviation, type EvidenceCollection, evidenceWords } from '../../../../shared/evidence/collection.ts'
import { EVIDENCE_GROUPS, type EvidenceGroup } from '../../../../shared/evidence/item.ts'
import { fail } from '../../../../shared/failure.ts'
import type { StepInput } from '../../../../shared/ipc/contract/step-input.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { visible } from '../../../../shared/spoken-text.ts'
import { toInstant } from '../../clock.ts'
import { Acquirer, type Collector } from '../../evidence/acquirer.ts'
import { clockWords, lastClockCheck } from '../../evidence/clock-words.ts'
import { collectConsole } from '../../evidence/collect-console.ts'
import { collectFiles, type FilesSource, findFiles } from '../../evidence/collect-files.ts'
import { collectHsm } from '../../evidence/collect-hsm.ts'
import { collectLog } from '../../evidence/collect-log.ts'
import { findPerson } from '../../people/find-person.ts'
import type { StepContext } from '../step-context.ts'
import { asManyAsFit } from './entry-room.ts'

type Context = StepContext<'collect-evidence'>
type EvidenceInput = Extract<StepInput, { kind: 'evidence' }>

/**
 * Collects in the order of volatility. What cannot be had becomes a finding, and what was collected is kept; only a medium that is not
 * there or too large, and a full disk, fail the step.
 */
export async function collectEvidence(context: Context): Promise<StepOutput<'collect-evidence'>> {
  const { services, facility: state, step, run } = context
  const { facility } = services
  const input = given(context)
  const source = filesSource(context, input)
  // Before anything is collected: a wrong path is no reason to collect twice.
  const found = source === null ? null : await findFiles(source)
  const startedAt = toInstant(facility.clock.now())
  const head = facility.store.head()
  const collector = collectorOf(context)
  const acquirer = new Acquirer(facility.artifacts, collector, facility.clock)
  const collect: Readonly<Record<EvidenceGroup, () => Promise<void> | void>> = {
    freeze: () => freeze(acquirer, context, collector, visible(input.statement ?? '')),
    hsm: async () => {
      services.progress('Reading the HSMs')
      const named = step.tokens?.map((field) => context.token(field))
      const tokens = named ?? [...state.tokens.values()].map(({ name, token }) => ({ name, ref: token }))
      await collectHsm(acquirer, services.room, tokens)
    },
    console: async () => {
      services.progress('Reading this computer and the log')
      await collectConsole(acquirer, {
        clock: facility.clock,
        airGap: services.machine.airGap,
        hostClock: services.machine.clock,
        hsms: services.room.hsms.map(({ pid, module }) => ({ pid, modulePath: module.modulePath })),
        clockCheck: lastClockCheck(state),
      })
      await collectLog(acquirer, facility)
    },
    files: async () => {
      if (source !== null && found !== null) await collectFiles(acquirer, source, found)
    },
  }
  const groups = EVIDENCE_GROUPS.filter((group) => step.collect.includes(group))
  for (const group of groups) await collect[group]()
  const { items, refused } = acquirer
  const record: EvidenceCollection = {
    format: 'conclave-evidence/v1',
    facility: state.founded.origin,
    mode: state.founded.mode,
    drill: run.drill,
    run: run.id,
    step: step.id,
    startedAt,
    finishedAt: toInstant(facility.clock.now()),
    authority: collector.authority,
    why: collector.why,
    groups,
    log: { size: head.size, root: bytesToHex(head.root) },
    items,
    refused,
  }
  return {
    groups: groups.map((group) => {
      const own = items.filter((item) => item.group === group)
      return { group, items: own.length, bytes: sum(own) }
    }),
    pieces: items.length,
    bytes: sum(items),
    record: facility.artifacts.put(canonicalBytes(record)).sha256,
    ...asManyAsFit(refused),
    deviation: collectionDeviation(items.length, refused),
  }
}

function given({ input, step }: Context): EvidenceInput {
  const nothing: EvidenceInput = { kind: 'evidence', statement: null, folder: null, description: null }
  const got = input.kind === 'none' ? nothing : input
  if (got.kind !== 'evidence') throw fail('invalid-request', 'This step wants what is to be collected.')
  if (step.collect.includes('freeze') && got.statement === null)
    throw fail('invalid-request', 'This step wants the statement of the freeze: what happened, and what was stopped.')
  if (step.collect.includes('files') && (got.folder === null || got.description === null))
    throw fail('invalid-request', 'This step wants the folder of the medium, and what the files are.')
  return got
}

function filesSource({ services, step }: Context, { folder, description }: EvidenceInput): FilesSource | null {
  if (!step.collect.includes('files') || folder === null) return null
  return {
    folder,
    description: evidenceWords(description ?? ''),
    facility: services.facility.layout.root,
    progress: services.progress,
  }
}

function collectorOf(context: Context): Collector {
  const { services, facility: state, step, run, performer } = context
  const { timeZone, offsetMinutes } = services.machine.clock(services.facility.clock.now())
  return {
    run: run.id,
    step: step.id,
    person: performer.actor,
    name: findPerson(state, performer.actor).name,
    role: performer.role,
    timeZone,
    offsetMinutes,
    clock: clockWords(state),
    place: `the artifact store of the facility ${state.founded.origin} on the console ${hostname()}`,
    why: context.value(step.reason),
    authority: context.value(step.authority),
  }
}

/** Who says what, and when: the first thing that is written down. */
function freeze(acquirer: Acquirer, { run, services }: Context, collector: Collector, statement: string): void {
  const { person, name, role, authority, why } = collector
  acquirer.json(
    {
      group: 'freeze',
      what: 'Statement of the freeze: who stopped what, and when',
      source: name,
      name: 'freeze.json',
      method: 'typed at the console',
    },
    {
      statement,
      by: { person, name, role },
      at: toInstant(services.facility.clock.now()),
      present: run.present,
      authority,
      why,
    },
  )
}

function sum(items: readonly { readonly size: number }[]): number {
  return items.reduce((total, { size }) => total + size, 0)
}
