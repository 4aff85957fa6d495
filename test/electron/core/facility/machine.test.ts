import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { facilityLayout } from '../../../../electron/core/facility/layout.ts'
import { readModuleBindings } from '../../../../electron/core/facility/machine.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const scratch = scratchFolders()

function machine(content: unknown): ReturnType<typeof readModuleBindings> {
  const layout = facilityLayout(scratch())
  mkdirSync(layout.root, { recursive: true })
  writeFileSync(layout.machine, typeof content === 'string' ? content : JSON.stringify(content))
  return readModuleBindings(layout)
}

describe('machine.json', () => {
  it('names modules and what configures them', async () => {
    const environment = { NSS_PARAMS: "configdir='sql:/x' ", ChrystokiConfigurationPath: '/etc/luna' }
    await expect(machine({ modules: [{ path: '/usr/lib/module.so', environment }] })).resolves.toStrictEqual([
      { path: '/usr/lib/module.so', environment, practice: false },
    ])
  })

  it.each(['LD_PRELOAD', 'LD_AUDIT', 'NODE_OPTIONS', 'OPENSSL_CONF', 'ELECTRON_RUN_AS_NODE', 'A-B'])(
    'refuses to set %s, which would run other code',
    async (name) => {
      const bad = { modules: [{ path: '/usr/lib/module.so', environment: { [name]: '/tmp/other.so' } }] }
      expect((await rejectionOf(machine(bad))).code).toBe('facility-damaged')
    },
  )

  it.each([
    ['no JSON', '{'],
    ['no module', { modules: [] }],
    ['an unknown member', { modules: ['practice-softhsm'], pin: '1' }],
  ])('refuses %s', async (_what, content) => {
    expect((await rejectionOf(machine(content))).code).toBe('facility-damaged')
  })
})
