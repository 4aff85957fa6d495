import { isModuleVariable } from '../../shared/module-environment.ts'

/** What core, and through it a vendor library, may see of the environment. Everything else is dropped: NODE_OPTIONS,
 * LD_PRELOAD, ELECTRON_* and proxies change what a program does without leaving a trace in the log. */
const NAMES = new Set([
  'DBUS_SESSION_BUS_ADDRESS',
  'HOME',
  'LANG',
  'LANGUAGE',
  'LOGNAME',
  'PATH',
  'SystemRoot',
  'TEMP',
  'TMP',
  'TMPDIR',
  'TZ',
  'USER',
  'USERPROFILE',
  'XDG_RUNTIME_DIR',
  // where the index of a long log is kept, and what this machine has seen of logs
  'XDG_CACHE_HOME',
  'XDG_STATE_HOME',
])

/** Our own settings, and the language. */
const PREFIXES = ['CONCLAVE_', 'LC_']

export function coreEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => NAMES.has(name) || isModuleVariable(name) || PREFIXES.some((prefix) => name.startsWith(prefix)),
    ),
  )
}
