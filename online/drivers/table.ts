import type { Target } from '../config/schema.ts'
import { cfssl } from './cfssl.ts'
import type { Driver, DriverTools, PreparedFile } from './driver.ts'
import { haproxy } from './haproxy.ts'
import { java } from './java.ts'
import { kubernetes } from './kubernetes.ts'
import { nginx } from './nginx.ts'
import { openbao } from './openbao.ts'
import { spire } from './spire.ts'
import { stepCa } from './step-ca.ts'
import { trustStore } from './trust-store.ts'
import { webRoot } from './web-root.ts'
import type { Observation } from '../apply/observation.ts'
import type { Release } from '../release/release.ts'

/** A kind of target without a driver does not compile. */
const DRIVERS: { readonly [Kind in Target['driver']]: Driver<Kind> } = {
  cfssl,
  nginx,
  haproxy,
  'web-root': webRoot,
  java,
  'step-ca': stepCa,
  openbao,
  spire,
  kubernetes,
  'trust-store': trustStore,
}

// The table pairs every kind with its own target type; a union of both loses that.
function driverOf(target: Target): Driver {
  return DRIVERS[target.driver] as unknown as Driver
}

export function publishOf(target: Target): 'link' | 'files' {
  return target.publish ?? driverOf(target).publish
}

export function keepsOld(target: Target): boolean {
  return driverOf(target).keepsOld ?? false
}

/** The files of a target under the names that its configuration gives them. */
export async function prepareFiles(
  release: Release,
  target: Target,
  tools: DriverTools,
): Promise<readonly PreparedFile[]> {
  const files = await driverOf(target).prepare(release, target, tools)
  return files.map((file) => ({ ...file, name: target.names?.[file.name] ?? file.name }))
}

export async function verifyConsumer(
  release: Release,
  target: Target,
  tools: DriverTools,
): Promise<readonly Observation[]> {
  return (await driverOf(target).verify?.(release, target, tools)) ?? []
}
