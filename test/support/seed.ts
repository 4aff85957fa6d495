import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configureGlobal } from 'fast-check'

// A red build is about the change, not about the dice. CONCLAVE_SEED=random throws them; any number repeats a throw.
const asked = process.env['CONCLAVE_SEED'] ?? '20261125'
if (asked !== 'random') configureGlobal({ seed: Number(asked) })

// What a program under test remembers of logs must not be what this machine really saw.
process.env['XDG_STATE_HOME'] ??= join(tmpdir(), `conclave-state-${String(process.pid)}`)
