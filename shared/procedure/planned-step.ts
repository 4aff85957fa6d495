import { durationWords } from './duration.ts'
import { type Plan, resolveValue } from './plan.ts'
import { textsOf } from './schema-walk.ts'
import { type Step, step as stepSchema } from './step-kinds.ts'

/** Steps in which people read a digest aloud: it is written down beside them. */
export const SHOWS_DIGEST: ReadonlySet<Step['kind']> = new Set([
  'approve',
  'import-request',
  'import-recipients',
  'seal-evidence',
  'sign-off',
])

/** Who performs a step, and when it may begin and must be done; with lines to fill in on a script. */
export function plannedTerms(
  { by, after, due, when }: Step,
  numbers: ReadonlyMap<string, number>,
  toFill = true,
): string[] {
  const end = (id: string): string => `the end of step ${String(numbers.get(id) ?? id)}`
  return [
    ...(when === undefined
      ? []
      : [
          `Only if step ${String(numbers.get(when.step) ?? when.step)} came to ${when.is.join(' or ')}; else passed over.`,
        ]),
    ...(by === undefined ? [] : [`Performed by the ${by}.`]),
    ...(after === undefined
      ? []
      : [`Not before ${durationWords(after.wait)} after ${end(after.step)}${toFill ? ': not before ________Z' : ''}.`]),
    ...(due === undefined
      ? []
      : [
          `Due within ${durationWords(due.within)} after ${end(due.step)}${toFill ? ': by ________Z; if later, write it under h first' : ''}.`,
        ]),
  ]
}

/** What people write down by hand beside a step, a line each. */
export function linesToFill(step: Step, plan: Plan | null): string[] {
  switch (step.kind) {
    case 'check-clock':
      return ['First reference, and what it says', 'Second reference, and what it says']
    case 'record-bag':
      return step.items.flatMap((field) => {
        const item = plan === null ? field : resolveValue(plan, field)
        return [`${item}: number of the bag that was opened`, `${item}: number of the bag that was sealed`]
      })
    case 'read-back':
      return [`The first ${String(step.words)} ${step.form === 'hex' ? 'pairs of digits' : 'words'} of the digest`]
    case 'decide':
    case 'classify':
      return ['Decided, and why']
    default:
      return []
  }
}

/** The values of a step that people compare with the screen, as one line; empty where it has none. */
export function plannedValues(step: Step, plan: Plan | null): string {
  const value = (field: string): string => (plan === null ? field : resolveValue(plan, field))
  switch (step.kind) {
    case 'open-token':
    case 'close-token':
      return `Token ${value(step.token)}.`
    case 'generate-key':
      return `Key ${value(step.name)}, ${step.algorithm}, on token ${value(step.token)}.`
    case 'preview-certificate': {
      const { country, organization, 'common-name': name } = step.subject
      const parts = [
        country === undefined ? [] : [`C=${value(country)}`],
        organization === undefined ? [] : [`O=${value(organization)}`],
        [`CN=${value(name)}`],
      ].flat()
      return `Subject ${parts.join(', ')}; issued by ${step.issuer === 'self' ? 'itself' : value(step.issuer)}; profile ${step.profile}.`
    }
    case 'preview-crl':
      return `CRL of ${value(step.issuer)}${step.revocations === undefined ? '' : `, with what ${step.revocations} adds`}.`
    case 'revoke': {
      const what =
        step.certificates === undefined ? 'a list that is brought in' : step.certificates.map(value).join(' and ')
      return `Revoked by ${value(step.issuer)}: ${what}; ${value(step.reason)} since ${value(step.since)}; ${value(step.why)}.`
    }
    case 'build-handoff':
      return `For ${value(step.domain)}, signed by ${step.signers.map(value).join(' and ')}, at least ${String(step.threshold)} of them.`
    case 'read-back':
      return `SHA-256 of ${step.digest}, at least ${String(step.words)} ${step.form === 'hex' ? 'pairs of digits' : 'words'}, ${step.how === 'typed' ? 'typed by whoever hears them' : 'by word of mouth'}${step.reader === undefined ? '' : `, read by ${value(step.reader)}`}.`
    case 'collect-evidence':
      return `Collects ${step.collect.join(', ')}; ordered by ${value(step.authority)}; because ${value(step.reason)}.`
    case 'seal-evidence':
      return `Seals ${step.collections.join(' and ')} for ${step.recipients}.`
    case 'record-bag':
      return ''
    case 'decide':
      return [
        step.question,
        `Criteria: ${step.criteria.join('; ')}.`,
        ...step.options.map(({ id, title, means }) => `${id}: ${title}. ${means}`),
      ].join(' ')
    case 'approve':
      return `Approval for ${step.action}, over ${step.over.join(' and ')}.`
    default:
      return valuesOf(step, value)
  }
}

/** Every value that the step takes, under the name of its field. */
function valuesOf(step: Step, value: (field: string) => string): string {
  const parts = [...textsOf(stepSchema, step)].flatMap(({ text, path, meta }) =>
    meta['input'] === true ? [`${String(path[0])} ${value(text)}`] : [],
  )
  const [first = '', ...others] = parts
  return first === '' ? '' : `${[first.charAt(0).toUpperCase() + first.slice(1), ...others].join(', ')}.`
}
