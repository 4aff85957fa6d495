import { basename } from 'node:path'
import { fail } from '../../shared/failure.ts'
import type { Problem } from '../../shared/procedure/problem.ts'
import { readFileCapped } from '../../electron/core/files/host-files.ts'
import { parseYaml } from '../../electron/core/procedure/yaml.ts'
import { type ReceiverConfig, receiverConfig, type Region, STAGES } from './schema.ts'

const MAX_BYTES = 4 * 1024 * 1024

/**
 * Reads `receiver.yaml` or `.json` (YAML 1.2 reads both), strictly. `receiver-config-invalid` has every problem with its line in
 * `detail.problems`.
 */
export function readReceiverConfig(path: string): ReceiverConfig {
  const bytes = readFileCapped(path, MAX_BYTES)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw fail('receiver-config-invalid', `${path} is not UTF-8 text.`, { cause })
  }
  return parseYaml(basename(path), text, receiverConfig, repeatedNames, 'receiver-config-invalid')
}

/** Regions in the order in which they are changed. */
export function inOrder(config: ReceiverConfig): readonly Region[] {
  return STAGES.flatMap((stage) => config.regions.filter((region) => region.stage === stage))
}

function repeatedNames(document: unknown): Problem[] {
  const problems: Problem[] = []
  const regions = listAt(document, 'regions')
  const seen = new Set<unknown>()
  const folders = new Map<unknown, string>()
  for (const [at, region] of regions.entries()) {
    const name = valueAt(region, 'name')
    if (name !== undefined && seen.has(name)) {
      problems.push({ code: 'repeated', path: ['regions', at, 'name'], message: 'two regions have this name' })
    }
    seen.add(name)
    const names = new Set<unknown>()
    for (const [index, target] of listAt(region, 'targets').entries()) {
      const path = ['regions', at, 'targets', index]
      const own = valueAt(target, 'name')
      if (own !== undefined && names.has(own)) {
        problems.push({ code: 'repeated', path: [...path, 'name'], message: 'two targets of a region have this name' })
      }
      names.add(own)
      const folder = valueAt(target, 'folder')
      // Two trust stores may share a folder only by mistake: each would take away what the other put there.
      if (folder !== undefined && folders.has(folder)) {
        const message = `the target ${folders.get(folder) ?? ''} has this folder`
        problems.push({ code: 'repeated', path: [...path, 'folder'], message })
      }
      folders.set(folder, String(own))
    }
  }
  return problems
}

function valueAt(document: unknown, key: string): unknown {
  return typeof document === 'object' && document !== null ? (document as Record<string, unknown>)[key] : undefined
}

function listAt(document: unknown, key: string): readonly unknown[] {
  const value = valueAt(document, key)
  return Array.isArray(value) ? value : []
}
