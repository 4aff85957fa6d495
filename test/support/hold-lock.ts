import { writeSync } from 'node:fs'
import { acquireFacilityLock } from '../../electron/core/facility/lock.ts'

// Holds the lock of the facility at argv[2] until it is killed.
acquireFacilityLock(process.argv[2] ?? '')
writeSync(1, 'held\n')
setInterval(() => undefined, 60_000)
