import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PAPER_HEADERS, SECURITY_HEADERS } from '../../../electron/main/headers.ts'

const policy = new Map(
  (SECURITY_HEADERS['Content-Security-Policy'] ?? '').split('; ').map((directive) => {
    const [name = '', ...sources] = directive.split(' ')
    return [name, sources] as const
  }),
)

describe('Content-Security-Policy', () => {
  it('allows nothing by default, nothing inline, no evaluation and nothing remote', () => {
    expect(policy.get('default-src')).toStrictEqual(["'none'"])
    expect(policy.get('connect-src')).toStrictEqual(["'none'"])
    const sources = [...policy.values()].flat()
    expect(sources.filter((source) => /unsafe|https?:|data:|blob:|\*/.test(source))).toStrictEqual([])
  })

  it('names the style element of React Aria as the installed package writes it', () => {
    const press = readFileSync('node_modules/react-aria/dist/private/interactions/usePress.mjs', 'utf8')
    const attribute = /PRESSABLE_ATTRIBUTE = '([\w-]+)'/.exec(press)?.[1] ?? ''
    const template = /style\.textContent = `([^`]+)`/.exec(press)?.[1] ?? ''
    const text = template.replace(/\$\{[^}]+\}/, attribute).trim()
    expect(text).toContain('touch-action')
    const digest = createHash('sha256').update(text).digest('base64')
    expect(policy.get('style-src')).toStrictEqual(["'self'", `'sha256-${digest}'`])
  })

  it('of a paper allows its own style and its fonts, in a sandbox without scripts', () => {
    expect(PAPER_HEADERS['Content-Security-Policy']).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; font-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox",
    )
  })
})
