import { configureGlobal } from 'fast-check'

// A red build is about the change, not about the dice. CONCLAVE_SEED=random throws them; any number repeats a throw.
const asked = process.env['CONCLAVE_SEED'] ?? '20261125'
if (asked !== 'random') configureGlobal({ seed: Number(asked) })
