import type { Page } from '@playwright/test'

declare global {
  interface Window {
    frameTimes: number[] | null
  }
}

/** From now on the page notes when each of its frames begins. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const times: number[] = []
    window.frameTimes = times
    const next = (now: number): void => {
      times.push(now)
      if (window.frameTimes === times) requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
}

/** Milliseconds from each frame since `watchFrames` to the next one. */
export async function framesSeen(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const times = window.frameTimes ?? []
    window.frameTimes = null
    return times.slice(1).map((time, index) => time - (times[index] ?? time))
  })
}
