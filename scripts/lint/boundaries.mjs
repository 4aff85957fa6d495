/**
 * Who may import whom. A file belongs to the zone with the longest matching path; what its zone does not name is refused.
 * Paths are relative to the checkout; a path is a folder, or the beginning of a file name.
 * @typedef {{ zone: string, may: readonly string[], types?: readonly string[], why: string }} Zone
 */

/** @type {readonly Zone[]} */
export const ZONES = [
  { zone: 'shared/', may: ['shared/'], why: 'shared/ is pure: it runs in every process and knows none of them' },
  {
    zone: 'shared/ledger/verify',
    may: ['shared/ledger/', 'shared/bytes', 'shared/failure', 'shared/zod', 'shared/ids'],
    why: 'who verifies a log must not need to believe the code that wrote it',
  },
  {
    zone: 'electron/main/',
    may: ['electron/main/', 'shared/'],
    why: 'main is a shell: it starts core by path and relays',
  },
  {
    zone: 'electron/preload/',
    may: ['electron/preload/'],
    types: ['shared/ipc/'],
    why: 'the preload is two functions; it takes only types from elsewhere',
  },
  { zone: 'electron/hsm/', may: ['electron/hsm/', 'shared/'], why: 'hsm is a process of its own' },
  {
    zone: 'electron/core/',
    may: ['electron/core/', 'shared/'],
    why: 'core is plain Node and does not know who started it',
  },
  {
    zone: 'electron/core/x509/',
    may: ['electron/core/x509/', 'shared/'],
    why: 'x509 is handed bytes and signers; it knows no log, no HSM and no procedure',
  },
  {
    zone: 'electron/core/ledger/',
    may: [
      'electron/core/ledger/',
      'electron/core/files/',
      'electron/core/clock',
      'electron/core/random',
      'electron/core/ed25519',
      'shared/',
    ],
    why: 'the log stores what it is given; it knows no HSM, no certificates and no procedure',
  },
  {
    zone: 'electron/core/hsm/',
    may: ['electron/core/hsm/', 'electron/core/clock', 'electron/core/files/', 'shared/'],
    why: 'the caller of the hsm process knows no log, no certificates and no procedure',
  },
  {
    zone: 'online/',
    may: [
      'online/',
      'shared/',
      'electron/core/handoff/cms',
      'electron/core/handoff/container',
      'electron/core/handoff/ustar',
      'electron/core/handoff/verify',
      'electron/core/handoff/x509-facts',
      'electron/core/files/',
      'electron/core/procedure/yaml',
      'electron/core/clock',
      'electron/core/random',
    ],
    why: 'the receiver of hand-offs runs on hosts that have Node and nothing else: no HSM, no log, no native module',
  },
  {
    zone: 'electron/cli/',
    may: ['electron/cli/', 'electron/core/', 'online/', 'shared/'],
    why: 'the command line is core without windows',
  },
  {
    zone: 'renderer/',
    may: ['renderer/', 'shared/'],
    why: 'the window has no privilege and reaches core through its bridge',
  },
  {
    zone: 'renderer/bridge/',
    may: ['renderer/bridge/', 'shared/'],
    why: 'the bridge serves every feature and knows none',
  },
  {
    zone: 'renderer/ui/',
    may: [
      'renderer/ui/',
      'renderer/styles/',
      'shared/bitting',
      'shared/bytes',
      'shared/counted',
      'shared/failure',
      'shared/ids',
      'shared/ledger/words',
      'shared/people/passphrase-strength',
      'shared/pki/',
    ],
    why: 'the design system draws what it is given: no bridge, no feature, no store, no contract',
  },
  {
    zone: 'renderer/people/',
    may: ['renderer/people/', 'renderer/ui/', 'renderer/bridge/', 'shared/'],
    why: 'how a person signs is the same in every feature, and knows none',
  },
  {
    zone: 'renderer/features/',
    may: [
      'renderer/features/{feature}/',
      'renderer/people/',
      'renderer/ui/',
      'renderer/route',
      'renderer/bridge/',
      'renderer/styles/',
      'shared/',
    ],
    why: 'features do not know each other; the shell joins them',
  },
  { zone: 'scripts/', may: ['scripts/'], why: 'scripts run before anything is built' },
]

/**
 * Every package, and the only places that may import it. A new dependency is refused until it has a line here.
 * @type {readonly { package: string, may: readonly string[] }[]}
 */
export const PACKAGES = [
  { package: 'zod', may: ['shared/zod.ts'] },
  { package: '@noble/hashes', may: ['shared/', 'electron/core/'] },
  { package: '@noble/curves', may: ['shared/', 'electron/core/'] },
  {
    package: 'node:',
    may: ['electron/main/', 'electron/core/', 'electron/hsm/', 'electron/cli/', 'online/', 'scripts/'],
  },
  { package: 'electron', may: ['electron/main/', 'electron/preload/'] },
  { package: 'pkcs11js', may: ['electron/hsm/'] },
  { package: 'better-sqlite3', may: ['electron/core/ledger/', 'electron/core/facility/'] },
  { package: '@peculiar/x509', may: ['electron/core/x509/library.ts'] },
  { package: 'reflect-metadata', may: ['electron/core/x509/library.ts'] },
  { package: '@peculiar/asn1-cms', may: ['electron/core/handoff/', 'electron/core/x509/'] },
  { package: '@peculiar/asn1-schema', may: ['electron/core/handoff/', 'electron/core/x509/'] },
  { package: '@peculiar/asn1-x509', may: ['electron/core/handoff/', 'electron/core/x509/'] },
  { package: 'qr', may: ['electron/core/transfer/'] },
  { package: 'fast-png', may: ['electron/core/transfer/'] },
  { package: 'yaml', may: ['electron/core/procedure/'] },
  { package: 'shamir-secret-sharing', may: ['electron/core/custody/'] },
  { package: 'react', may: ['renderer/'] },
  { package: 'react-dom', may: ['renderer/'] },
  { package: 'react-aria-components', may: ['renderer/'] },
  { package: 'zustand', may: ['renderer/'] },
  { package: 'lucide-react', may: ['renderer/'] },
  { package: '@fontsource-variable/atkinson-hyperlegible-next', may: ['renderer/'] },
  { package: '@fontsource-variable/atkinson-hyperlegible-mono', may: ['renderer/'] },
  { package: 'rolldown', may: ['scripts/build/'] },
  { package: 'vite', may: ['scripts/build/'] },
]

/** Why this import is refused, or null. @param {string} importer path in the checkout
 * @param {string} target path in the checkout, or the specifier of a package @param {boolean} typesOnly */
export function refusal(importer, target, typesOnly) {
  const zone = zoneOf(importer)
  if (zone === undefined) return null
  if (target.startsWith('package:')) return packageRefusal(importer, target.slice('package:'.length))
  const feature = /^renderer\/features\/([^/]+)\//.exec(importer)?.[1] ?? ''
  const allowed = [...zone.may, ...(typesOnly ? (zone.types ?? []) : [])].map((path) =>
    path.replace('{feature}', feature),
  )
  if (allowed.some((path) => target.startsWith(path))) return null
  return `${zone.zone} may not import ${target}: ${zone.why}.`
}

/** @param {string} importer */
function zoneOf(importer) {
  const matching = ZONES.filter(({ zone }) => importer.startsWith(zone))
  return matching.sort((a, b) => b.zone.length - a.zone.length)[0]
}

/** @param {string} importer @param {string} specifier */
function packageRefusal(importer, specifier) {
  const known = PACKAGES.find(({ package: name }) => {
    return specifier === name || specifier.startsWith(name.endsWith(':') ? name : `${name}/`)
  })
  if (known === undefined)
    return `The package ${specifier} has no line in scripts/lint/boundaries.mjs: say there who may import it.`
  if (known.may.some((path) => importer.startsWith(path))) return null
  return `${specifier} may be imported only by ${known.may.join(', ')}.`
}
