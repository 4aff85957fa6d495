/** Threads of the core: modules that lie beside the program that starts them. */
export const THREADS = ['electron/core/log/entry-thread.ts', 'electron/core/reissue/verify-thread.ts']
