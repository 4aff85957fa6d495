import type { DecisionBody } from './decision-parts.tsx'

/** What an answer does and passes over: short lists by the titles of the steps, long ones counted; empty where it changes nothing. */
export function leadWords({ leads }: Pick<DecisionBody, 'leads'>, choice: string): string {
  const lead = leads.find((each) => each.choice === choice)
  if (lead === undefined) return ''
  const { does, skips } = lead
  const then = does.length === 0 ? '' : `Then: ${stepsWords(does)}.`
  const without = skips.length === 0 ? '' : `Passed over: ${stepsWords(skips)}.`
  return [then, without].filter((words) => words !== '').join(' ')
}

const MOST_NAMED = 3

function stepsWords(titles: readonly string[]): string {
  if (titles.length <= MOST_NAMED) return titles.join(', ')
  return `${titles.slice(0, MOST_NAMED - 1).join(', ')} and ${titles.length - MOST_NAMED + 1} more steps`
}

/** Who decided, who confirmed, and why; empty before. */
export function decidedWords({ result }: Pick<DecisionBody, 'result'>): string {
  if (result === null) return ''
  const { by, confirmedBy, reason } = result
  return `${by.name} decided${confirmedBy === null ? '' : `, ${confirmedBy.name} confirmed`}: ${reason}`
}

/** Who is asked after this; undefined where nobody is. */
export function nextWords({ confirmer }: Pick<DecisionBody, 'confirmer'>): string | undefined {
  return confirmer === null
    ? undefined
    : `Then ${/^[aeiou]/.test(confirmer) ? 'an' : 'a'} ${confirmer} is asked to confirm.`
}

const LONGEST = 36

/** Short enough for a button: the first sentence, cut where it is long. */
export function shortChoice(title: string): string {
  const [first = title] = title.split(/[.:] /)
  return first.length <= LONGEST ? first : `${first.slice(0, LONGEST - 1).trimEnd()}…`
}
