import { duration } from '../setup/say.mjs'

/** @typedef {{ name: string, passed: number, failed: number, took: number }} Outcome */

/** @param {readonly Outcome[]} outcomes */
export function total(outcomes) {
  return {
    passed: outcomes.reduce((sum, outcome) => sum + outcome.passed, 0),
    failed: outcomes.reduce((sum, outcome) => sum + outcome.failed, 0),
  }
}

/** @param {readonly Outcome[]} outcomes @returns {string[]} */
export function asTable(outcomes) {
  const rows = outcomes.map(({ name, passed, failed, took }) => [name, `${passed}`, `${failed}`, duration(took)])
  return [['', 'passed', 'failed', 'time'], ...rows].map(([name = '', passed = '', failed = '', took = '']) =>
    `${name.padEnd(12)}${passed.padStart(8)}${failed.padStart(8)}${took.padStart(14)}`.trimEnd(),
  )
}
