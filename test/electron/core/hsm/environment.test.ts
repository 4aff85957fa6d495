import { describe, expect, it } from 'vitest'
import { hsmEnvironment } from '../../../../electron/core/hsm/environment.ts'
import { Hsms } from '../../../../electron/core/hsm/hsms.ts'
import { HSM_PROGRAM } from '../../../support/softhsm.ts'

describe('hsmEnvironment', () => {
  it('drops what changes how a program runs, keeps what vendors need, and adds what the module is configured with', () => {
    const own = {
      PATH: '/usr/bin',
      HOME: '/root',
      LD_PRELOAD: '/evil.so',
      LD_LIBRARY_PATH: '/evil',
      NODE_OPTIONS: '--inspect',
      HTTPS_PROXY: 'http://example.test',
      ELECTRON_RUN_AS_NODE: '1',
      ChrystokiConfigurationPath: '/etc/luna',
      SOFTHSM2_CONF: '/etc/softhsm2.conf',
    }
    expect(hsmEnvironment(own, { SOFTHSM2_CONF: '/facility/hsm/softhsm2.conf' })).toEqual({
      PATH: '/usr/bin',
      HOME: '/root',
      ChrystokiConfigurationPath: '/etc/luna',
      SOFTHSM2_CONF: '/facility/hsm/softhsm2.conf',
    })
  })
})

describe('Hsms', () => {
  it('has one Hsm for each module and environment', () => {
    const hsms = new Hsms({ program: HSM_PROGRAM })
    const first = hsms.get({ modulePath: '/a.so', environment: { X: '1', Y: '2' } })
    expect(hsms.get({ modulePath: '/a.so', environment: { Y: '2', X: '1' } })).toBe(first)
    expect(hsms.get({ modulePath: '/a.so', environment: { X: '1' } })).not.toBe(first)
    expect(hsms.get({ modulePath: '/b.so', environment: { X: '1', Y: '2' } })).not.toBe(first)
    expect(hsms.all).toHaveLength(3)
  })
})
