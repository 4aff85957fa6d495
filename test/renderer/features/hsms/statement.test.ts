import { describe, expect, it } from 'vitest'
import { firstPlace, hrefOf, type Hsms, parsePlace } from '../../../../renderer/features/hsms/place.ts'
import { hsmsStatement } from '../../../../renderer/features/hsms/statement.ts'
import type { ModuleView } from '../../../../shared/ipc/contract/hsms.ts'
import type { TokenView } from '../../../../shared/ipc/contract/views.ts'

function token(more: Partial<TokenView> = {}): TokenView {
  return {
    name: 'hsm-a',
    label: 'hsm-a',
    serial: '0001',
    model: 'Luna',
    manufacturer: 'Thales',
    firmware: '7.0',
    userPin: 'ok',
    open: false,
    ...more,
  }
}

function hsms(tokens: readonly TokenView[], here = true, more: Partial<ModuleView> = {}): Hsms {
  const module: ModuleView = {
    path: '/usr/lib/hsm.so',
    practice: false,
    state: 'ready',
    reason: '',
    failure: null,
    info: null,
    slots: [],
    tokens: [...tokens],
    ...more,
  }
  return { modules: [module], registered: [{ name: 'hsm-a', label: 'hsm-a', serial: '0001', model: 'Luna', here }] }
}

describe('hsmsStatement', () => {
  it('says first what needs a person', () => {
    const failure = { code: 'module-failed', message: 'The module ended.' } as const
    expect(hsmsStatement(hsms([token({ userPin: 'locked' })], false, { failure })).text).toBe('The module ended.')
    expect(hsmsStatement(hsms([], false)).title).toBe('hsm-a is not here')
    expect(hsmsStatement(hsms([token({ userPin: 'final-try', open: true })])).title).toBe('hsm-a: one try left')
  })

  it('tells open from closed', () => {
    expect(hsmsStatement(hsms([token({ open: true })])).title).toBe('hsm-a is open')
    expect(hsmsStatement(hsms([token()])).title).toBe('The HSM is here and closed')
  })

  it('says how a module is named when there is none', () => {
    expect(hsmsStatement({ modules: [], registered: [] }).text).toContain('machine.json')
  })
})

describe('firstPlace', () => {
  it('shows what is broken, then a token with trouble, then one of the facility', () => {
    const failure = { code: 'module-failed', message: 'The module ended.' } as const
    expect(firstPlace(hsms([token()], true, { failure }))).toStrictEqual({ kind: 'module', path: '/usr/lib/hsm.so' })
    const stranger = token({ name: null, label: 'stranger', serial: '9' })
    const low = token({ label: 'low', serial: '2', userPin: 'count-low' })
    expect(firstPlace(hsms([stranger, token(), low]))).toMatchObject({ label: 'low' })
    expect(firstPlace(hsms([stranger, token()]))).toMatchObject({ label: 'hsm-a' })
    expect(firstPlace(hsms([], false))).toMatchObject({ label: 'hsm-a' })
    expect(firstPlace({ modules: [], registered: [] })).toStrictEqual({ kind: 'inspect' })
  })
})

describe('parsePlace', () => {
  it('reads what hrefOf writes, whatever a path or a label holds', () => {
    for (const place of [
      { kind: 'inspect' },
      { kind: 'module', path: '/usr/lib/ä b/c.so' },
      { kind: 'token', label: 'a/b', serial: '0x1' },
    ] as const) {
      const rest = hrefOf(place).slice('#/hsms/'.length).split('/').map(decodeURIComponent)
      expect(parsePlace(rest)).toStrictEqual(place)
    }
    expect(parsePlace(['token', 'a'])).toBeNull()
    expect(parsePlace([])).toBeNull()
  })
})
