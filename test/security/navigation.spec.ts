import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { type Conclave, launchConclave } from '../e2e/launch.ts'
import { type Lure, setLure } from '../support/lure.ts'
import { runInPage } from './run-in-page.ts'

const PAGE = 'app://conclave/index.html'
let conclave: Conclave
let lure: Lure

test.beforeAll(async () => {
  lure = await setLure()
  conclave = await launchConclave()
})
test.afterEach(async () => {
  expect(conclave.window.url()).toBe(PAGE)
  expect(await conclave.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  expect(lure.contacts()).toBe(0)
})
test.afterAll(async () => {
  await conclave.close()
  await lure.close()
})

/** True while the very same document is shown. */
async function isSameDocument(attempt: (url: string) => void, url: string): Promise<boolean> {
  const mark = String(Math.random())
  await conclave.window.evaluate((value) => {
    ;(window as unknown as Record<string, unknown>)['mark'] = value
  }, mark)
  await runInPage(conclave.window, attempt, url)
  await conclave.window.waitForTimeout(300)
  return mark === (await conclave.window.evaluate(() => (window as unknown as Record<string, unknown>)['mark']))
}

for (const url of ['http://127.0.0.1:PORT/', 'https://example.org/', PAGE, 'about:blank', '_blank']) {
  test(`window.open of ${url} opens nothing`, async () => {
    const target = url.replace('PORT', String(lure.port))
    const opened = await runInPage(conclave.window, (address) => window.open(address) !== null, target)
    expect(opened).toBe(false)
  })
}

for (const url of [
  'http://127.0.0.1:PORT/',
  'https://example.org/',
  'file:///etc/hostname',
  'data:text/html,<h1>elsewhere</h1>',
  'app://elsewhere/index.html',
  'app://conclave/other.html',
  'chrome://gpu',
  'view-source:app://conclave/index.html',
  'mailto:somebody@example.org',
]) {
  test(`the page cannot go to ${url}`, async () => {
    const target = url.replace('PORT', String(lure.port))
    expect(
      await isSameDocument((address) => {
        location.href = address
      }, target),
    ).toBe(true)
  })
}

test('a page that goes blank is shown again', async () => {
  await runInPage(conclave.window, () => {
    location.href = 'about:blank'
  })
  await expect.poll(() => conclave.window.url()).toBe(PAGE)
  await expect(conclave.window).toHaveTitle('Conclave')
})

test('a link, a form and a refresh cannot replace the page', async () => {
  const target = `http://127.0.0.1:${String(lure.port)}/`
  expect(
    await isSameDocument((address) => {
      const link = document.createElement('a')
      link.href = address
      document.body.append(link)
      link.click()
      link.target = '_blank'
      link.click()
      link.remove()
    }, target),
  ).toBe(true)
  for (const method of ['get', 'post']) {
    expect(
      await isSameDocument((given) => {
        const [address = '', how = ''] = given.split(' ')
        const form = document.createElement('form')
        form.action = address
        form.method = how
        document.body.append(form)
        form.submit()
        form.remove()
      }, `${target} ${method}`),
    ).toBe(true)
  }
  expect(
    await isSameDocument((address) => {
      const refresh = document.createElement('meta')
      refresh.httpEquiv = 'refresh'
      refresh.content = `0; url=${address}`
      document.head.append(refresh)
    }, target),
  ).toBe(true)
})

test('even main cannot take the window elsewhere', async () => {
  const target = `http://127.0.0.1:${String(lure.port)}/`
  const outcome = await conclave.app.evaluate(async ({ BrowserWindow }, url) => {
    try {
      await BrowserWindow.getAllWindows()[0]?.loadURL(url)
      return 'loaded'
    } catch (error) {
      return String(error)
    }
  }, target)
  expect(outcome).toContain('ERR_BLOCKED_BY_CLIENT')
  // Chromium may still be busy with its own error page, and then fails the first load after it.
  await expect(async () => {
    await conclave.app.evaluate(async ({ BrowserWindow }, page) => {
      await BrowserWindow.getAllWindows()[0]?.loadURL(page)
    }, PAGE)
  }).toPass({ timeout: 20_000 })
})

test('frames, embedded documents and web views show nothing', async () => {
  const target = `http://127.0.0.1:${String(lure.port)}/`
  const violations = await runInPage(
    conclave.window,
    async (url) => {
      const seen = new Set<string>()
      document.addEventListener('securitypolicyviolation', (event) => seen.add(event.effectiveDirective))
      const elements = ['iframe', 'frame', 'embed', 'object', 'webview'].map((name) => {
        const element = document.createElement(name)
        try {
          element.setAttribute(name === 'object' ? 'data' : 'src', url)
        } catch {
          seen.add(`trusted-types ${name}`)
        }
        document.body.append(element)
        return element
      })
      const inline = document.createElement('iframe')
      try {
        inline.srcdoc = '<h1>elsewhere</h1>'
      } catch {
        seen.add('trusted-types srcdoc')
      }
      await new Promise((resolve) => setTimeout(resolve, 300))
      for (const element of elements) element.remove()
      return [...seen]
    },
    target,
  )
  expect(violations).toEqual(expect.arrayContaining(['frame-src', 'trusted-types srcdoc']))
  const contents = await conclave.app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((each) => each.getType()),
  )
  expect(contents).toStrictEqual(['window'])
})

test('nothing can be downloaded', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'conclave-download-'))
  await conclave.app.evaluate(({ app, session }, path) => {
    app.setPath('downloads', path)
    const seen = globalThis as unknown as { downloads: string[] }
    seen.downloads = []
    session.defaultSession.on('will-download', (event, item) =>
      seen.downloads.push(`${String(event.defaultPrevented)} ${item.getState()}`),
    )
  }, folder)
  await runInPage(conclave.window, () => {
    for (const address of [URL.createObjectURL(new Blob(['x'])), 'data:text/plain,x', 'app://conclave/index.html']) {
      const link = document.createElement('a')
      link.href = address
      link.download = 'out.txt'
      document.body.append(link)
      link.click()
      link.remove()
    }
  })
  await conclave.window.waitForTimeout(500)
  const seen = await conclave.app.evaluate(() => (globalThis as unknown as { downloads: string[] }).downloads)
  expect(seen.length).toBeGreaterThan(0)
  expect(seen.filter((download) => !download.startsWith('true'))).toStrictEqual([])
  expect(readdirSync(folder)).toStrictEqual([])
  expect(existsSync(join(process.cwd(), 'out.txt'))).toBe(false)
  rmSync(folder, { recursive: true })
})
