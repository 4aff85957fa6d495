import { isModuleVariable } from '../../../shared/module-environment.ts'

/**
 * What a vendor library may see of our environment. Everything else is dropped: LD_PRELOAD, NODE_OPTIONS and proxies
 * change what a program does without a trace. What a module needs on top (SOFTHSM2_CONF) is configured with it.
 */
const NAMES = new Set([
  'PATH',
  'HOME',
  'USER',
  'DBUS_SESSION_BUS_ADDRESS',
  'LOGNAME',
  'LANG',
  'LANGUAGE',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  // p11-kit and pcscd have their sockets there.
  'XDG_RUNTIME_DIR',
  'SystemRoot',
  'TEMP',
  'TMP',
  'USERPROFILE',
])

export type Environment = Readonly<Record<string, string>>

export function hsmEnvironment(own: NodeJS.ProcessEnv, extra: Environment): Record<string, string> {
  const kept = Object.entries(own).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && isKept(entry[0]),
  )
  return { ...Object.fromEntries(kept), ...extra }
}

function isKept(name: string): boolean {
  return NAMES.has(name) || isModuleVariable(name)
}
