import { expect, test } from '@playwright/test'
import { type Conclave, launchConclave } from '../e2e/launch.ts'
import { runInPage } from './run-in-page.ts'

let conclave: Conclave

test.beforeAll(async () => {
  conclave = await launchConclave()
})
test.afterAll(async () => {
  await conclave.close()
})

test('the page keeps to its policy: nothing of it is refused', async () => {
  await conclave.window.reload()
  await conclave.window.locator('button').first().waitFor()
  expect(conclave.problems).toStrictEqual([])
})

test('the page gets two functions and nothing of Node or Electron', async () => {
  const found = await conclave.window.evaluate(() => ({
    bridge: Object.entries(window.conclave).map(([name, value]) => `${name}: ${typeof value}`),
    node: [
      'require',
      'process',
      'Buffer',
      'global',
      'module',
      'exports',
      '__dirname',
      'setImmediate',
      'electron',
    ].filter((name) => name in window),
  }))
  expect(found).toStrictEqual({ bridge: ['call: function', 'on: function'], node: [] })
})

test('the page cannot replace the bridge', async () => {
  const outcome = await runInPage(conclave.window, () => {
    const bridge = window.conclave
    try {
      ;(window as unknown as Record<string, unknown>)['conclave'] = {}
    } catch {
      // refused loudly or silently, as the engine likes
    }
    try {
      ;(bridge as unknown as Record<string, unknown>)['call'] = () => 'forged'
    } catch {
      // as above
    }
    const call: unknown = Reflect.get(window.conclave, 'call')
    return [window.conclave === bridge, String(call).includes('forged')]
  })
  expect(outcome).toStrictEqual([true, false])
})

test('a frame inside the page gets no bridge', async () => {
  const outcome = await runInPage(conclave.window, () => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    const inner = frame.contentWindow as unknown as Record<string, unknown>
    const found = ['conclave', 'require', 'process'].filter((name) => name in inner)
    frame.remove()
    return found
  })
  expect(outcome).toStrictEqual([])
})

test('inline script, inline handlers and script URLs do not run', async () => {
  const outcome = await runInPage(conclave.window, async () => {
    const marked = window as unknown as { ran: string | undefined }
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
    const attempts: Record<string, () => Element> = {
      'script element': () => {
        const script = document.createElement('script')
        script.append(document.createTextNode('window.ran = "script element"'))
        return script
      },
      'SVG script element': () => {
        const script = document.createElementNS('http://www.w3.org/2000/svg', 'script')
        script.append(document.createTextNode('window.ran = "SVG script element"'))
        return script
      },
      'event handler': () => {
        const button = document.createElement('button')
        button.setAttribute('onclick', 'window.ran = "event handler"')
        return button
      },
      'script URL': () => {
        const link = document.createElement('a')
        link.href = 'javascript:window.ran="script URL"'
        return link
      },
    }
    const refusals: Record<string, string> = {}
    for (const [name, attempt] of Object.entries(attempts)) {
      violations.length = 0
      marked.ran = undefined
      const ran = (): string => `ran: ${marked.ran ?? 'nothing'}`
      try {
        const element = attempt()
        document.body.append(element)
        if (element instanceof HTMLElement) element.click()
        await new Promise((resolve) => setTimeout(resolve, 150))
        element.remove()
        refusals[name] = `${ran()}, ${violations.length > 0 ? 'refused' : 'not refused'}`
      } catch (error) {
        refusals[name] = `${ran()}, ${error instanceof TypeError ? 'refused' : 'failed'}`
      }
    }
    return refusals
  })
  const refused = 'ran: nothing, refused'
  expect(outcome).toStrictEqual({
    'script element': refused,
    'SVG script element': refused,
    'event handler': refused,
    'script URL': refused,
  })
})

test('text is never evaluated as code', async () => {
  const outcomes = await runInPage(conclave.window, () => {
    const attempt = (evaluate: () => unknown): string => {
      try {
        return `ran: ${String(evaluate())}`
      } catch (error) {
        return error instanceof Error ? error.name : String(error)
      }
    }
    return [
      // oxlint-disable-next-line no-eval -- the attempt is the test
      attempt(() => (0, eval)('1 + 1')),
      // oxlint-disable-next-line typescript/no-implied-eval -- the attempt is the test
      attempt(() => (new Function('return 1 + 1') as () => number)()),
      attempt(() => {
        document.body.innerHTML = '<b>bold</b>'
      }),
      attempt(() => {
        document.createElement('script').text = 'window.ran = 1'
      }),
      attempt(() =>
        (
          window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }
        ).trustedTypes.createPolicy('default', { createHTML: (text: string) => text }),
      ),
    ]
  })
  expect(outcomes).toStrictEqual(['EvalError', 'EvalError', 'TypeError', 'TypeError', 'TypeError'])
})

test('inline styles of markup are ignored; React Aria may add its one', async () => {
  const outcome = await runInPage(conclave.window, () => {
    const styled = (text: string): number => {
      const style = document.createElement('style')
      style.textContent = text
      document.head.append(style)
      const rules = style.sheet?.cssRules.length ?? 0
      style.remove()
      return rules
    }
    const attribute = document.createElement('p')
    attribute.setAttribute('style', 'color: rgb(1, 2, 3)')
    document.body.append(attribute)
    const colour = getComputedStyle(attribute).color
    attribute.remove()
    return [
      styled('p { color: red }'),
      colour === 'rgb(1, 2, 3)',
      styled('@layer {\n  [data-react-aria-pressable] {\n    touch-action: pan-x pan-y pinch-zoom;\n  }\n}'),
    ]
  })
  expect(outcome).toStrictEqual([0, false, 1])
})

test('every response carries the policy, and only listed files exist', async () => {
  const served = await conclave.app.evaluate(async ({ net }) => {
    const ask = async (url: string, method = 'GET') => {
      try {
        const response = await net.fetch(url, { method, bypassCustomProtocolHandlers: false })
        return {
          status: response.status,
          policy: (response.headers.get('content-security-policy') ?? '').startsWith("default-src 'none'"),
          sniff: response.headers.get('x-content-type-options'),
        }
      } catch (error) {
        return String(error)
      }
    }
    return {
      page: await ask('app://conclave/index.html'),
      root: await ask('app://conclave/'),
      missing: await ask('app://conclave/missing.js'),
      above: await ask('app://conclave/..%2f..%2fpackage.json'),
      main: await ask('app://conclave/%2e%2e/main.mjs'),
      post: await ask('app://conclave/index.html', 'POST'),
      otherHost: await ask('app://elsewhere/index.html'),
    }
  })
  const answer = (status: number) => ({ status, policy: true, sniff: 'nosniff' })
  expect(served).toStrictEqual({
    page: answer(200),
    root: answer(200),
    missing: answer(404),
    above: answer(404),
    main: answer(404),
    post: answer(403),
    otherHost: answer(403),
  })
})
