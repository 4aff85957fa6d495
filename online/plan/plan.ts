import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { OperationError } from '../../shared/failure.ts'
import { toInstant } from '../../electron/core/clock.ts'
import { readFileCapped } from '../../electron/core/files/host-files.ts'
import { breakerState } from '../apply/breaker.ts'
import { placeOf, type Spot, toolsOf } from '../apply/context.ts'
import type { Surroundings } from '../apply/run.ts'
import { inOrder } from '../config/read.ts'
import type { PreparedFile } from '../drivers/driver.ts'
import { keepsOld, prepareFiles } from '../drivers/table.ts'
import { contentsOf, type Contents, together } from '../files/contents.ts'
import { servedFolder } from '../files/place.ts'
import type { Release } from '../release/release.ts'
import { linkAt } from './link-at.ts'

export interface FileChange {
  readonly name: string
  readonly change: 'new' | 'changed' | 'same' | 'removed'
}

export interface TrustChange {
  /** "certificate issuing-ca-2", "list of fleet-root", "trust anchor fleet-root". */
  readonly what: string
  readonly before: string | null
  readonly after: string | null
}

export interface TargetPlan {
  readonly region: string
  readonly stage: string
  readonly target: string
  readonly driver: string
  readonly folder: string
  readonly files: readonly FileChange[]
  readonly trust: readonly TrustChange[]
  /** What runs, in words. */
  readonly steps: readonly string[]
  /** Why it cannot be applied as things are. */
  readonly problem: string | null
}

/** What would change at every target, in the order in which it would. Changes nothing. */
export async function makePlan(around: Surroundings, release: Release): Promise<readonly TargetPlan[]> {
  const plans: TargetPlan[] = []
  for (const region of inOrder(around.config)) {
    for (const target of region.targets) plans.push(await planTarget(around, release, { region, target }))
  }
  return plans
}

async function planTarget(around: Surroundings, release: Release, spot: Spot): Promise<TargetPlan> {
  const { region, target } = spot
  const base = {
    region: region.name,
    stage: region.stage,
    target: target.name,
    driver: target.driver,
    folder: servedFolder(placeOf(target)),
    steps: stepsOf(spot),
  }
  try {
    const prepared = await prepareFiles(release, target, toolsOf(around))
    const before = installedFiles(around, spot, prepared)
    const files = fileChanges(prepared, before, keepsOld(target))
    const staying = [...before].filter(([name]) =>
      files.some((file) => file.name === name && file.change !== 'removed'),
    )
    const after = new Map([...staying, ...prepared.map((file) => [file.name, file.bytes ?? null] as const)])
    return {
      ...base,
      files,
      trust: trustChanges(release, contentsIn(before), contentsIn(after)),
      problem: breakerProblem(around, spot),
    }
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    const later = target.before === undefined ? '' : ' It is prepared anew after what runs before.'
    return { ...base, files: [], trust: [], problem: `${error.failure.message}${later}` }
  }
}

type Files = ReadonlyMap<string, Uint8Array | null>

/** What lies there now, of the names that it had and will have. A link counts without content. */
function installedFiles({ store }: Surroundings, { region, target }: Spot, prepared: readonly PreparedFile[]): Files {
  const folder = servedFolder(placeOf(target))
  const remembered = store.isPinned
    ? store.memory.regions.find((one) => one.region === region.name)?.targets.find((one) => one.target === target.name)
        ?.current
    : null
  const names = new Set([...prepared.map(({ name }) => name), ...(remembered?.files ?? []).map(({ name }) => name)])
  const found = new Map<string, Uint8Array | null>()
  for (const name of names) {
    const path = join(folder, name)
    const status = lstatSync(path, { throwIfNoEntry: false })
    if (status !== undefined) found.set(name, status.isSymbolicLink() ? null : readFileCapped(path, 256 * 1024 * 1024))
  }
  return new Map([...found].map(([name, bytes]) => [name, bytes ?? linkAt(join(folder, name))]))
}

function fileChanges(prepared: readonly PreparedFile[], before: Files, keepOld: boolean): readonly FileChange[] {
  const made = prepared.map((file): FileChange => {
    const now = before.get(file.name)
    const then = file.bytes ?? Buffer.from(file.link)
    const same = now !== undefined && now !== null && Buffer.compare(now, then) === 0
    return { name: file.name, change: now === undefined ? 'new' : same ? 'same' : 'changed' }
  })
  const gone = [...before.keys()].filter((name) => !prepared.some((file) => file.name === name))
  return [...made, ...gone.map((name): FileChange => ({ name, change: keepOld ? 'same' : 'removed' }))]
}

function contentsIn(files: Files): Contents {
  return together(
    [...files.values()].map((bytes) => (bytes === null ? { certificates: [], crls: [] } : contentsOf(bytes))),
  )
}

/** Certificates by their subject and serial, lists by their issuer and number. */
function trustChanges(release: Release, before: Contents, after: Contents): readonly TrustChange[] {
  const changes: TrustChange[] = []
  const nameOf = (sha256: string, subject: string): string =>
    release.authorities.find(({ facts }) => facts.sha256 === sha256)?.name ?? subject.replaceAll('\n', ', ')
  for (const { sha256, serial, notAfter, x509 } of after.certificates) {
    if (before.certificates.some((one) => one.sha256 === sha256)) continue
    const what = `certificate ${nameOf(sha256, x509.subject)}`
    changes.push({ what, before: null, after: `serial ${serial}, until ${notAfter}` })
  }
  for (const { sha256, serial, notAfter, x509 } of before.certificates) {
    if (after.certificates.some((one) => one.sha256 === sha256)) continue
    const what = `certificate ${nameOf(sha256, x509.subject)}`
    changes.push({ what, before: `serial ${serial}, until ${notAfter}`, after: null })
  }
  const listsOf = ({ crls }: Contents): ReadonlyMap<string, Contents['crls'][number]> =>
    new Map(crls.map((crl) => [Buffer.from(crl.fields.issuer).toString('hex'), crl]))
  const [old, fresh] = [listsOf(before), listsOf(after)]
  for (const [issuer, crl] of fresh) {
    const known = old.get(issuer)
    if (known?.sha256 === crl.sha256) continue
    const owner = release.authorities.find(({ facts }) => Buffer.from(facts.subject).toString('hex') === issuer)
    changes.push({
      what: `list of ${owner?.name ?? issuer}`,
      before: known === undefined ? null : words(known),
      after: words(crl),
    })
  }
  return changes
}

function words({ number, nextUpdate }: Contents['crls'][number]): string {
  return `number ${number ?? 'none'}, next ${nextUpdate ?? 'never'}`
}

function stepsOf({ target }: Spot): readonly string[] {
  const { before, test, reload, probes } = target
  return [
    ...(before === undefined ? [] : [`before: ${before.join(' ')}`]),
    ...(test === undefined ? [] : [`test: ${test.join(' ')}`]),
    ...(reload === undefined
      ? []
      : [`reload: ${reload.command?.join(' ') ?? `${reload.signal ?? ''} to ${reload.pid_file ?? ''}`}`]),
    ...probes.map(({ connect, expect }) => `handshake: ${connect} ${expect}`),
  ]
}

function breakerProblem({ store, clock }: Surroundings, { region }: Spot): string | null {
  const known = store.isPinned ? store.memory.regions.find((one) => one.region === region.name) : undefined
  if (known === undefined || breakerState(known, clock.now()) !== 'open') return null
  return `The region failed ${known.failures} times in a row and is left alone until ${known.open_until ?? toInstant(0)}.`
}
