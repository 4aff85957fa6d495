import { readFileSync } from 'node:fs'
import { duration } from '../setup/say.mjs'

/**
 * How long each file of tests took, with its imports and what it prepares for all of its tests, in milliseconds.
 * @typedef {Record<string, number>} FileTimes by path in the checkout
 */

/** @param {string} path where FileTimesReporter wrote @returns {FileTimes} empty where there is nothing */
export function readVitestTimes(path) {
  return readOr(path, {})
}

/** @param {string} path of the JSON report of Playwright @returns {FileTimes} empty where there is nothing */
export function readPlaywrightTimes(path) {
  /** @type {FileTimes} */
  const times = {}
  for (const suite of readOr(path, { suites: [] }).suites ?? []) times[`test/${suite.file}`] = timeOf(suite)
  return times
}

/** @param {FileTimes} times @param {number} count @returns {string[]} the slowest first, one line each */
export function slowest(times, count) {
  const sorted = Object.entries(times).sort(([, a], [, b]) => b - a)
  return sorted.slice(0, count).map(([path, took]) => `${duration(took).padStart(12)}  ${path}`)
}

/** @param {any} suite @returns {number} */
function timeOf(suite) {
  const inner = (suite.suites ?? []).map(timeOf)
  const own = (suite.specs ?? []).flatMap((/** @type {any} */ spec) =>
    spec.tests.flatMap((/** @type {any} */ test) => test.results.map((/** @type {any} */ result) => result.duration)),
  )
  return [...inner, ...own].reduce((sum, took) => sum + took, 0)
}

/** @param {string} path @param {any} otherwise */
function readOr(path, otherwise) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return otherwise
  }
}
