import type { CDPSession, Locator, Page } from '@playwright/test'

declare global {
  interface Window {
    frameTimes: number[] | null
  }
}

export interface Seen {
  /** Milliseconds from each frame to the next one. */
  readonly frames: readonly number[]
  /** Milliseconds of processor time of each task of the page's main thread: the same on a machine that does other work too. */
  readonly tasks: readonly number[]
}

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds of processor time. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Frames and tasks of the page while something is done. */
export async function seenDuring(page: Page, cdp: CDPSession, act: () => Promise<void>): Promise<Seen> {
  const events: TraceEvent[] = []
  const collect = ({ value }: { value: object[] }): void => void events.push(...(value as TraceEvent[]))
  cdp.on('Tracing.dataCollected', collect)
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'] },
  })
  await page.evaluate(() => {
    const times: number[] = []
    window.frameTimes = times
    const next = (now: number): void => {
      times.push(now)
      if (window.frameTimes === times) requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
  await act()
  const frames = await page.evaluate(() => {
    const times = window.frameTimes ?? []
    window.frameTimes = null
    return times.slice(1).map((time, index) => time - (times[index] ?? time))
  })
  const ended = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve))
  await cdp.send('Tracing.end')
  await ended
  cdp.off('Tracing.dataCollected', collect)
  return { frames, tasks: tasksIn(events) }
}

/** Of the main thread of the one renderer process. */
function tasksIn(events: readonly TraceEvent[]): number[] {
  const main = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const isMain = ({ pid, tid }: TraceEvent): boolean => main.some((thread) => thread.pid === pid && thread.tid === tid)
  return events
    .filter((event) => event.name === 'RunTask' || event.name === 'ThreadControllerImpl::RunTask')
    .filter((event) => isMain(event))
    .map(({ tdur = 0 }) => tdur / 1000)
}

export async function scrollToTop(list: Locator): Promise<void> {
  await list.evaluate((element) => element.scrollTo(0, 0))
}

/** In pixels. */
export function scrolledBy(list: Locator): Promise<number> {
  return list.evaluate((element) => element.scrollTop)
}
