/**
 * Progress in words, one line per fact. Programs whose standard output is data say it on standard error.
 * @typedef {(line: string) => void} Say
 */

/** @param {NodeJS.WriteStream} stream @returns {Say} */
export function sayTo(stream) {
  return (line) => {
    stream.write(`${line}\n`)
  }
}

/** What stops a script: said to the person as it is, without a stack. */
export class Stop extends Error {}

/** Ends the process with 1 and the reason. @param {Say} say @param {unknown} error @returns {never} */
export function stop(say, error) {
  sayWhy(say, error)
  process.exit(1)
}

/** @param {Say} say @param {unknown} error */
export function sayWhy(say, error) {
  say('')
  if (error instanceof Stop) say(`Stopped: ${error.message}`)
  else say(`Stopped by an error of the script itself: ${error instanceof Error ? error.stack : String(error)}`)
}

/** 0.4 s, 12 s, 3 min 5 s. @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}
