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
])

/** Where vendors' PKCS#11 modules read their configuration from, and our own settings. */
const PREFIXES = [
  'CONCLAVE_',
  'LC_',
  'SOFTHSM2_',
  'PKCS11SPY',
  'P11_KIT_',
  'TPM2',
  'YUBIHSM_',
  'NFAST_',
  'CKNFAST_',
  'CS_PKCS11_',
  'Chrystoki',
  'NSS_',
]

export function coreEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => NAMES.has(name) || PREFIXES.some((prefix) => name.startsWith(prefix)),
    ),
  )
}
