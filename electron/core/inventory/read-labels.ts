import { hash } from 'node:crypto'
import { fail } from '../../../shared/failure.ts'
import { type LabelRules, labelRules } from '../../../shared/inventory/labels.ts'
import { decodeUtf8 } from '../../../shared/ledger/utf8.ts'
import { readFileCapped } from '../files/host-files.ts'
import { parseYaml } from '../procedure/yaml.ts'

const MOST_BYTES = 1 << 20

/** Rules for labels, *.labels.yaml. Throws labels-invalid with every problem, file-not-found, file-unreadable, file-too-large. */
export function readLabels(path: string): { rules: LabelRules; sha256: string } {
  const bytes = readFileCapped(path, MOST_BYTES)
  return { rules: parseLabels(path, bytes), sha256: hash('sha256', bytes) }
}

export function parseLabels(name: string, bytes: Uint8Array): LabelRules {
  const text = decodeUtf8(bytes)
  if (text === null) throw fail('labels-invalid', `${name} is not UTF-8.`, { remedy: 'Save it as UTF-8.' })
  return parseYaml(name, text, labelRules, () => [], 'labels-invalid')
}
