import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { root } from '../setup/project.mjs'

/** For Vitest, whose own JSON report does not count what a file does before its first test. Writes to CONCLAVE_FILE_TIMES. */
export default class FileTimesReporter {
  /** @type {import('./file-times.mjs').FileTimes} */
  #times = {}

  /** @param {import('vitest/node').TestModule} file */
  onTestModuleEnd(file) {
    const { collectDuration, duration: tests, setupDuration } = file.diagnostic()
    this.#times[relative(root, file.moduleId)] = collectDuration + setupDuration + tests
  }

  onTestRunEnd() {
    const path = process.env['CONCLAVE_FILE_TIMES']
    if (path !== undefined) writeFileSync(path, JSON.stringify(this.#times))
  }
}
