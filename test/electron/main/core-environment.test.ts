import { describe, expect, it } from 'vitest'
import { coreEnvironment } from '../../../electron/main/core-environment.ts'

describe('coreEnvironment', () => {
  it('keeps what programs and PKCS#11 modules need', () => {
    const given = {
      HOME: '/home/officer',
      PATH: '/usr/bin',
      LC_ALL: 'C',
      SOFTHSM2_CONF: '/s.conf',
      PKCS11SPY: '/m.so',
      CONCLAVE_NODE: '/n',
    }
    expect(coreEnvironment(given)).toStrictEqual(given)
  })

  it('drops what changes how a program runs', () => {
    const given = {
      NODE_OPTIONS: '--require /x.js',
      NODE_PATH: '/x',
      LD_PRELOAD: '/x.so',
      LD_LIBRARY_PATH: '/x',
      ELECTRON_RUN_AS_NODE: '1',
      https_proxy: 'http://x',
      OPENSSL_CONF: '/x',
      SSLKEYLOGFILE: '/x',
    }
    expect(coreEnvironment(given)).toStrictEqual({})
  })
})
