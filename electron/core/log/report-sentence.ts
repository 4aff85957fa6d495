import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import type { Sentence } from './sentence.ts'
import { counted } from '../../../shared/counted.ts'
import { joined } from './wording.ts'

const RESULT: Readonly<Record<StepOutput<'await-receipt'>['result'], string>> = {
  applied: 'was applied',
  'rolled-back': 'was applied and taken back',
  stopped: 'was stopped on the way',
  refused: 'was refused',
}

/** What is so after something came back from the fleet. */
export const REPORT_SAYINGS = {
  'await-receipt': ({ domain, sequence, receiver, result, stages, missing }: StepOutput<'await-receipt'>): Sentence => {
    const regions = stages.length === 0 ? '' : ` in ${joined(stages.map(({ region }) => region))}`
    const where = result === 'applied' ? regions : ''
    return {
      strong: `Hand-off ${String(sequence)} for ${domain}`,
      text: `${RESULT[result]}${where}, says ${receiver}${missingWords(missing)}`,
      label: 'receipt',
    }
  },
  'import-status': ({ receiver, findings, omitted, regions, missing }: StepOutput<'import-status'>): Sentence => {
    const all = findings.length + omitted
    const alarms = findings.filter(({ severity }) => severity === 'alarm').length
    const found =
      all === 0
        ? 'nothing that was not signed here'
        : `${counted(all, 'finding')}${alarms === 0 ? '' : `, ${counted(alarms, 'alarm')}`}`
    return {
      strong: receiver,
      text: `reported what ${counted(regions.length, 'region')} ${regions.length === 1 ? 'serves' : 'serve'}: ${found}${missingWords(missing)}`,
      label: 'status',
    }
  },
} as const

function missingWords(missing: number): string {
  return missing === 0 ? '' : `; ${counted(missing, 'report')} before it ${missing === 1 ? 'is' : 'are'} missing`
}
