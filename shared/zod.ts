import { z } from 'zod'

// The renderer's CSP has no 'unsafe-eval'; zod would probe `new Function` on the first schema otherwise.
z.config({ jitless: true })

export { z }
