import type { FacilityConsole } from '../../electron/core/console.ts'
import type { AnswerSource } from '../../electron/core/headless/answers.ts'
import type { GivenShare } from '../../electron/core/procedure/give-share.ts'
import { findProcedure } from '../../electron/core/procedure/library.ts'
import { makePlan } from '../../electron/core/procedure/make-plan.ts'
import { PRACTICE_TOKEN } from '../../electron/core/practice/cast.ts'
import { utf8ToBytes } from '../../shared/bytes.ts'
import type { ShareSet } from '../../shared/custody/share-set.ts'
import { pinSources } from '../../shared/facility/pins.ts'
import type { Plan } from '../../shared/procedure/plan.ts'
import { answers, hand, PRIYA, TOMAS, WITNESS } from './ceremony-run.ts'
import { present } from './present.ts'
import { library } from './test-facility.ts'

export const TOKEN = PRACTICE_TOKEN.name

/** Two of three: Tomás and Priya sealed, Greta on paper. */
export function splitPlan(inputs: Readonly<Record<string, string>> = {}): Plan {
  return makePlan(library, findProcedure(library, 'split-pin'), 'Split the PIN', {
    token: TOKEN,
    threshold: '2',
    'first-custodian': TOMAS,
    'first-share': 'sealed',
    'second-custodian': PRIYA,
    'second-share': 'sealed',
    'third-custodian': WITNESS,
    'third-share': 'paper',
    ...inputs,
  })
}

/** What people wrote down: the newest paper of each. */
export class Papers {
  readonly #words = new Map<string, string>()

  /** The practice cast, who write papers down and read from them. */
  answers(folder: string, more: Partial<AnswerSource> = {}): AnswerSource {
    return answers(folder, {
      paper: (person) => Promise.resolve(utf8ToBytes(this.of(person))),
      writeDown: (person, _token, words) => {
        this.#words.set(person, words.join(' '))
        return Promise.resolve(utf8ToBytes(words.join(' ')))
      },
      ...more,
    })
  }

  of(person: string): string {
    return present(this.#words.get(person), `paper of ${person}`)
  }
}

/** The set of shares that is in force. */
export function setInForce({ facility }: FacilityConsole): ShareSet {
  return present(pinSources(facility.state, TOKEN)[0], 'set of shares')
}

export function sealed(set: ShareSet, person: string, file?: string): GivenShare {
  return { kind: 'sealed', set: set.id, hand: hand(person), file }
}

export function onPaper(set: ShareSet, person: string, words: string): GivenShare {
  return { kind: 'paper', set: set.id, person, words: utf8ToBytes(words) }
}
