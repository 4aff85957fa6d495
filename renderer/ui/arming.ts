/** How long a control is held until it is armed, and how long it then stays so, in milliseconds. */
export const HOLD_MS = 3000
export const ARMED_MS = 30_000

/** `since`: milliseconds on the clock of whoever sends the events. `asked`: a key was pressed, the confirmation is waited for. */
export type Arming =
  | { readonly state: 'safe' }
  | { readonly state: 'holding'; readonly since: number }
  | { readonly state: 'asked' }
  | { readonly state: 'armed'; readonly since: number }

export type ArmingEvent = 'press' | 'release' | 'ask' | 'confirm' | 'disarm' | 'tick'

export const SAFE: Arming = { state: 'safe' }

/** The state after something happened, or after some time. Nothing but holding, or asking and confirming, arms. */
export function arm(arming: Arming, event: ArmingEvent, now: number): Arming {
  const current = expire(arming, now)
  switch (event) {
    case 'press':
      return current.state === 'safe' || current.state === 'asked' ? { state: 'holding', since: now } : current
    case 'release':
      return current.state === 'holding' ? SAFE : current
    case 'ask':
      return current.state === 'safe' ? { state: 'asked' } : current
    case 'confirm':
      return current.state === 'asked' ? { state: 'armed', since: now } : current
    case 'disarm':
      return SAFE
    case 'tick':
      return current
  }
}

function expire(arming: Arming, now: number): Arming {
  if (arming.state === 'holding' && now - arming.since >= HOLD_MS) {
    return expire({ state: 'armed', since: arming.since + HOLD_MS }, now)
  }
  if (arming.state === 'armed' && now - arming.since >= ARMED_MS) return SAFE
  return arming
}

/** Whole seconds until the next change by time; 0 when there is none. */
export function secondsLeft(arming: Arming, now: number): number {
  if (arming.state !== 'holding' && arming.state !== 'armed') return 0
  const whole = arming.state === 'holding' ? HOLD_MS : ARMED_MS
  return Math.max(0, Math.ceil((arming.since + whole - now) / 1000))
}
