import { spanWords } from './clock-face.ts'

/** A time that was measured in a drill, against the target that it had. Milliseconds; `measured` null: never reached. */
export interface DrillTime {
  readonly id: string
  readonly name: string
  readonly target: number
  readonly measured: number | null
}

export interface DrillBar {
  /** Share of the width, 0 to 100. */
  readonly width: number
  readonly target: number
  readonly state: 'within' | 'over' | 'never'
  /** "1 h 12 min of 2 h" */
  readonly words: string
}

export function drillState({ target, measured }: Pick<DrillTime, 'target' | 'measured'>): DrillBar['state'] {
  if (measured === null) return 'never'
  return measured <= target ? 'within' : 'over'
}

/** Where the target stands in a bar that stays within it, 0 to 100. */
const TARGET_SHARE = 75

/**
 * A bar for each time, to a scale of its own: targets reach from minutes to weeks. Within the target it ends before the mark at
 * three quarters; over it the bar is full, and the mark stands where the target was.
 */
export function drillBars(times: readonly DrillTime[]): readonly DrillBar[] {
  return times.map((time) => {
    const measured = time.measured ?? 0
    const whole = Math.max(measured, (Math.max(1, time.target) * 100) / TARGET_SHARE)
    return {
      width: (measured / whole) * 100,
      target: (time.target / whole) * 100,
      state: drillState(time),
      words:
        time.measured === null
          ? `not reached, target ${spanWords(time.target)}`
          : `${spanWords(time.measured)} of ${spanWords(time.target)}`,
    }
  })
}

const MINUTE = 60_000
const STEPS = [5, 10, 15, 30, 60, 120, 240, 480, 720, 1440, 2880, 7200].map((minutes) => minutes * MINUTE)

/** Marks of an axis that reaches over `longest`: at most five, at round times. */
export function axisMarks(longest: number): readonly number[] {
  const step = STEPS.find((each) => longest / each <= 4) ?? Math.ceil(longest / 4 / (1440 * MINUTE)) * 1440 * MINUTE
  const last = Math.max(1, Math.ceil(longest / step))
  return Array.from({ length: last + 1 }, (_, index) => index * step)
}
