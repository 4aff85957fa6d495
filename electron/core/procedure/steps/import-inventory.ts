import { rmSync } from 'node:fs'
import { fail, OperationError } from '../../../../shared/failure.ts'
import type { SyntheticFleet } from '../../../../shared/inventory/inventory.ts'
import { MOST_SYNTHETIC } from '../../../../shared/inventory/synthetic-fleet.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { resolveValue } from '../../../../shared/procedure/plan.ts'
import { drillIssuers } from '../../inventory/facility-authorities.ts'
import { FacilityInventories } from '../../inventory/facility-inventories.ts'
import {
  type ImportedInventory,
  importInventory,
  type ImportOptions,
  type ImportProgress,
  removeIndex,
} from '../../inventory/import.ts'
import { makeSynthetic } from '../../inventory/make-synthetic.ts'
import { rejectsPath } from '../../inventory/rejects.ts'
import { inventoryFacts } from '../../inventory/step-facts.ts'
import type { Source } from '../../inventory/sources.ts'
import { syntheticObservations } from '../../inventory/synthetic-observations.ts'
import { takeLabels, takeSources } from '../../inventory/take-sources.ts'
import type { FleetAuthority } from '../fleet-authorities.ts'
import type { StepContext } from '../step-context.ts'
import { findAuthority } from './orders.ts'

type Context = StepContext<'import-inventory'>

const DRILL_ROWS = 100_000

/** Takes an inventory in; in a drill, makes a fleet up. Throws what an import throws. */
export async function importInventoryStep(context: Context): Promise<StepOutput<'import-inventory'>> {
  const { run, step, services } = context
  const { facility } = services
  const inventories = new FacilityInventories(facility.layout.inventories, facility.artifacts)
  const work = inventories.workPath(`${run.id}-${step.id}`)
  const made = run.drill ? await makeUp(context, work) : await take(context, work)
  const rejects = await keepRejects(context, work, made)
  facility.artifacts.put(canonicalBytes(made.document))
  inventories.keep(work, made.digest)
  return outputOf(made, rejects)
}

async function take(context: Context, work: string): Promise<ImportedInventory> {
  const { input, services, step } = context
  if (input.kind !== 'file' && input.kind !== 'folder')
    throw fail('invalid-request', 'This step wants the file or the folder with the inventory.')
  const { artifacts } = services.facility
  const sources = await takeSources(input.path, artifacts, (done, total) => {
    assertNotStopped(context)
    services.progress(`Copying the files, ${megabytes(done)} of ${megabytes(total)} MB`)
  })
  const labels = takeLabels(input.path, artifacts)
  return importOrResume(work, { sources, of: step.of, labels, out: work, resume: true, ...watched(context) })
}

/** What a stop left is gone on with, if it is of the same files. */
async function importOrResume(work: string, options: ImportOptions): Promise<ImportedInventory> {
  try {
    return await importInventory(options)
  } catch (error) {
    if (options.signal?.aborted === true) throw stopped()
    const isOfOthers = error instanceof OperationError && STALE.has(error.code)
    if (!isOfOthers) throw error
    removeIndex(work)
    return importInventory(options)
  }
}

const STALE: ReadonlySet<string> = new Set(['inventory-source-changed', 'inventory-complete', 'inventory-damaged'])

async function makeUp(context: Context, work: string): Promise<ImportedInventory> {
  const { step, services, facility: state, run } = context
  const { artifacts } = services.facility
  const seed = step['drill-seed'] === undefined ? run.id : context.value(step['drill-seed'])
  const fleet: SyntheticFleet = {
    seed: seed.slice(0, 64),
    rows: rowsOf(context),
    as_of: run.openedAt,
    issuers: drillIssuers(state, artifacts, askedAuthority(context), seed),
  }
  removeIndex(work)
  if (step.of !== 'observed') return makeSynthetic({ fleet, of: step.of, out: work, ...watched(context) })
  const { sha256, size } = artifacts.put(syntheticObservations(fleet))
  const source: Source = {
    name: 'SYNTHETIC-observed.jsonl',
    path: artifacts.pathOf(sha256),
    size,
    kind: 'json-lines',
  }
  return importInventory({
    sources: [source],
    of: 'observed',
    labels: null,
    out: work,
    resume: false,
    synthetic: fleet,
    ...watched(context),
  })
}

function rowsOf(context: Context): number {
  const field = context.step['drill-rows']
  const rows = field === undefined ? DRILL_ROWS : Number(context.value(field).replaceAll(/[ ,_]/g, ''))
  if (Number.isInteger(rows) && rows >= 1 && rows <= MOST_SYNTHETIC) return rows
  throw fail('plan-invalid', 'A drill makes up from 1 to 1,000,000 certificates.', {
    remedy: 'Abort the run and plan another number.',
  })
}

/** The CA that the plan asks about later: the made-up fleet hangs on it. */
function askedAuthority({ run, facility }: Context): FleetAuthority | null {
  for (const { step } of run.steps)
    if (step.kind === 'compute-impact' && step.authority !== undefined)
      return findAuthority(facility, resolveValue(run.plan, step.authority))
  return null
}

async function keepRejects(context: Context, work: string, { document }: ImportedInventory): Promise<string | null> {
  if (document.rejects === null) return null
  const path = rejectsPath(work)
  const [taken] = await takeSources(path, context.services.facility.artifacts, () => undefined)
  rmSync(path, { force: true })
  if (taken?.sha256 !== document.rejects)
    throw fail('inventory-damaged', 'What was set aside cannot be read back from the disk.', {
      remedy: 'Check the disk, and do the step again.',
    })
  return taken.sha256
}

function outputOf({ digest, document }: ImportedInventory, rejects: string | null): StepOutput<'import-inventory'> {
  return { inventory: digest, ...inventoryFacts(document), rejects }
}

function assertNotStopped({ signal }: Context): void {
  if (signal.aborted) throw stopped()
}

function stopped(): Error {
  return fail('cancelled', 'The import was stopped.', {
    remedy: 'Nothing is lost: do the step again. With the same files it goes on where it was.',
  })
}

/** Says how far it is, and stops when it is asked to. */
function watched(context: Context): Pick<ImportOptions, 'progress' | 'signal'> {
  const { services, signal } = context
  const progress = ({ phase, rows, rejected, secondsLeft }: ImportProgress): void => {
    assertNotStopped(context)
    const aside = rejected === 0 ? '' : `, ${rejected.toLocaleString('en-US')} set aside`
    const left = secondsLeft === null ? '' : `, about ${String(secondsLeft)} s left`
    services.progress(
      `${phase === 'reading' ? 'Reading' : 'Sorting'} ${rows.toLocaleString('en-US')} rows${aside}${left}`,
    )
  }
  return { progress, signal }
}

function megabytes(bytes: number): string {
  return String(Math.ceil(bytes / 1e6))
}
