import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [react()],
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/e2e/**', 'test/security/**', '**/node_modules/**'],
    pool: 'forks',
    maxWorkers: 2,
    // every core has a test to run: threads that collect garbage beside it cost a fifth of its time, and small nurseries a seventh
    execArgv: ['--single-threaded-gc', '--max-semi-space-size=64'],
    // the command line and other programs are started hundreds of times
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, '.cache', 'compiled') },
    // real parts: SoftHSM, OpenSSL, child processes, RSA-4096 keys
    testTimeout: 60_000,
    globalSetup: ['test/support/fresh-programs.ts'],
    setupFiles: ['test/support/seed.ts'],
    hookTimeout: 60_000,
    allowOnly: false,
  },
})
