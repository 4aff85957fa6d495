import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { arm, type Arming, ARMED_MS, HOLD_MS, SAFE, secondsLeft } from '../../../renderer/ui/arming.ts'
import { HoldToArm } from '../../../renderer/ui/hold-to-arm.tsx'

const HELD = arm(SAFE, 'press', 0)

describe('arm', () => {
  it('arms what was held for the whole time, and not a moment before', () => {
    expect(arm(HELD, 'release', HOLD_MS - 1)).toEqual(SAFE)
    expect(arm(HELD, 'tick', HOLD_MS - 1).state).toBe('holding')
    expect(arm(HELD, 'tick', HOLD_MS).state).toBe('armed')
    expect(arm(HELD, 'release', HOLD_MS).state).toBe('armed')
  })

  it('disarms by itself, counted from when it was armed and not from when that was seen', () => {
    const armed = arm(HELD, 'tick', HOLD_MS + 500)
    expect(arm(armed, 'tick', HOLD_MS + ARMED_MS - 1).state).toBe('armed')
    expect(arm(armed, 'tick', HOLD_MS + ARMED_MS)).toEqual(SAFE)
  })

  it('is safe after a window that slept through both', () => {
    expect(arm(HELD, 'tick', HOLD_MS + ARMED_MS)).toEqual(SAFE)
  })

  it('arms by key only after a confirmation', () => {
    expect(arm(SAFE, 'confirm', 0)).toEqual(SAFE)
    const asked = arm(SAFE, 'ask', 0)
    expect(asked.state).toBe('asked')
    expect(arm(asked, 'confirm', 10)).toEqual({ state: 'armed', since: 10 })
    expect(arm(asked, 'disarm', 10)).toEqual(SAFE)
  })

  it('does not take a second press for anything', () => {
    expect(arm(HELD, 'press', 1000)).toEqual(HELD)
    expect(arm({ state: 'armed', since: 0 }, 'press', 1000).state).toBe('armed')
  })

  it('tells whole seconds, rounded up', () => {
    expect(secondsLeft(HELD, 1)).toBe(3)
    expect(secondsLeft(HELD, 2999)).toBe(1)
    expect(secondsLeft({ state: 'armed', since: 0 }, 100)).toBe(30)
    expect(secondsLeft(SAFE, 0)).toBe(0)
  })
})

describe('HoldToArm', () => {
  const draw = (still: Arming, more: { locked?: string } = {}): string =>
    renderToStaticMarkup(
      <HoldToArm act="Revoke AP-1" note="It destroys nothing." onAct={() => undefined} still={still} {...more}>
        <b>the word</b>
      </HoldToArm>,
    )

  it('has no button that does it before it is armed', () => {
    for (const safe of [SAFE, { state: 'asked' } as const, { state: 'holding', since: 0 } as const]) {
      expect(draw(safe)).not.toContain('>Revoke AP-1<')
      expect(draw(safe)).not.toContain('the word')
    }
    expect(draw({ state: 'armed', since: 0 })).toContain('>Revoke AP-1<')
    expect(draw({ state: 'armed', since: 0 })).toContain('the word')
  })

  it('says why it cannot be armed', () => {
    const markup = draw(SAFE, { locked: 'Locked until the evidence is sealed.' })
    expect(markup).toContain('Locked until the evidence is sealed.')
    expect(markup).not.toContain('Arm without holding')
  })
})
