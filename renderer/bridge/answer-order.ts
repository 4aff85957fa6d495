/** Answers can overtake each other: only what was asked after the last answer that was taken may replace it. */
export interface AnswerOrder {
  /** A ticket for a question that is asked now. */
  readonly ask: () => number
  /** Whether the answer to this question may be shown; if so, older ones no longer may. */
  readonly take: (ticket: number) => boolean
  /** Whether nothing was asked after this question. */
  readonly isLatest: (ticket: number) => boolean
}

export function createAnswerOrder(): AnswerOrder {
  let asked = 0
  let taken = 0
  return {
    ask: () => ++asked,
    take: (ticket) => {
      if (ticket <= taken) return false
      taken = ticket
      return true
    },
    isLatest: (ticket) => ticket === asked,
  }
}
