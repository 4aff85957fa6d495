/** Runs `work`; the first Ctrl-C (or the end of the terminal) calls `stop`, which may end the process. */
export async function interruptible<T>(stop: () => void, work: () => Promise<T>): Promise<T> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, stop)
  try {
    return await work()
  } finally {
    for (const signal of signals) process.off(signal, stop)
  }
}
