import { describe, expect, it } from 'vitest'
import { coreArguments, debuggingSwitches } from '../../../electron/main/command-line.ts'

describe('coreArguments', () => {
  it('makes the facility absolute in both spellings', () => {
    expect(coreArguments(['conclave', '--facility', 'site'], '/media')).toStrictEqual(['--facility', '/media/site'])
    expect(coreArguments(['conclave', '--facility=/srv/site'], '/media')).toStrictEqual(['--facility', '/srv/site'])
  })

  it('opens a copy to be read, whatever else is asked for', () => {
    expect(coreArguments(['conclave', '--read-only=copy'], '/media')).toStrictEqual(['--read-only', '/media/copy'])
    expect(coreArguments(['conclave', '--facility', 'a', '--read-only', 'b'], '/')).toStrictEqual(['--read-only', '/b'])
  })

  it('passes nothing else on', () => {
    expect(coreArguments(['conclave', '--no-sandbox', '--inspect=0'], '/')).toStrictEqual([])
    expect(coreArguments(['conclave', '--facility'], '/')).toStrictEqual([])
    expect(coreArguments(['conclave', '--facility='], '/')).toStrictEqual([])
    expect(coreArguments(['conclave', '--read-only', '', '--facility', 'x'], '/')).toStrictEqual([])
  })
})

describe('debuggingSwitches', () => {
  it('finds every way to attach a debugger', () => {
    const opening = ['--inspect', '--inspect-brk=0', '--remote-debugging-port=9222', '--remote-debugging-pipe']
    expect(debuggingSwitches(['conclave', ...opening, '--facility', 'x'])).toStrictEqual(opening)
  })

  it('is empty for an ordinary start', () => {
    expect(debuggingSwitches(['conclave', '--no-sandbox', '--facility=/inspect'])).toStrictEqual([])
  })
})
