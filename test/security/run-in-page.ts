import type { Page } from '@playwright/test'

/**
 * Runs a function in the page the way the page's own code runs: from a timer. What a debugger evaluates directly is
 * exempt from parts of the content security policy, so a refusal could not be seen there.
 */
export async function runInPage<T>(page: Page, body: () => T | Promise<T>): Promise<T>
export async function runInPage<T, A>(page: Page, body: (argument: A) => T | Promise<T>, argument: A): Promise<T>
export async function runInPage<T, A>(page: Page, body: (argument: A) => T | Promise<T>, argument?: A): Promise<T> {
  const handle = await page.evaluateHandle(`(${body.toString()})`)
  return page.evaluate(
    ({ handle: run, argument: given }) =>
      new Promise<unknown>((resolve, reject) => {
        setTimeout(() => {
          Promise.resolve()
            .then(() => (run as (argument: unknown) => unknown)(given))
            .then(resolve, reject)
        })
      }),
    { handle, argument },
  ) as Promise<T>
}
