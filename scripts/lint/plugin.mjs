// Rules of this project for oxlint. Loaded through jsPlugins in .oxlintrc.json.
import { dirname, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { refusal } from './boundaries.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Host randomness: only electron/core/random.ts may ask for it, so that it can be injected and counted. */
const RANDOM_SOURCES = new Set([
  'randomBytes',
  'randomFill',
  'randomFillSync',
  'randomInt',
  'randomUUID',
  'getRandomValues',
  'webcrypto',
  'generateKeyPair',
  'generateKeyPairSync',
  'generateKey',
  'generateKeySync',
])

const boundaries = {
  create(/** @type {any} */ context) {
    const importer = pathInCheckout(context.filename)
    /** @param {any} node @param {any} source @param {boolean} typesOnly */
    function check(node, source, typesOnly) {
      if (typeof source?.value !== 'string') return
      const specifier = source.value.split('?')[0]
      const target = specifier.startsWith('.')
        ? pathInCheckout(resolve(dirname(context.filename), specifier))
        : `package:${specifier}`
      const message = refusal(importer, target, typesOnly)
      if (message !== null) context.report({ node, message })
    }
    return {
      ImportDeclaration: (/** @type {any} */ node) => check(node, node.source, node.importKind === 'type'),
      ExportNamedDeclaration: (/** @type {any} */ node) => check(node, node.source, node.exportKind === 'type'),
      ExportAllDeclaration: (/** @type {any} */ node) => check(node, node.source, node.exportKind === 'type'),
      ImportExpression: (/** @type {any} */ node) => check(node, node.source, false),
      TSImportType: (/** @type {any} */ node) => check(node, node.source ?? node.argument?.literal, true),
    }
  },
}

const injectedClock = {
  create(/** @type {any} */ context) {
    const message = 'The time is injected: take a Clock (electron/core/clock.ts) or an instant as a parameter.'
    return {
      MemberExpression(/** @type {any} */ node) {
        if (node.object.name === 'Date' && propertyName(node) === 'now') context.report({ node, message })
      },
      NewExpression(/** @type {any} */ node) {
        if (node.callee.name === 'Date' && node.arguments.length === 0) context.report({ node, message })
      },
      CallExpression(/** @type {any} */ node) {
        if (node.callee.name === 'Date') context.report({ node, message })
      },
    }
  },
}

const injectedRandomness = {
  create(/** @type {any} */ context) {
    const message = 'Randomness is injected: the HSM gives it for CA material, electron/core/random.ts for the rest.'
    return {
      ImportSpecifier(/** @type {any} */ node) {
        const from = node.parent?.source?.value
        const isCrypto = from === 'node:crypto' || from === 'crypto'
        if (isCrypto && RANDOM_SOURCES.has(node.imported.name)) context.report({ node, message })
      },
      MemberExpression(/** @type {any} */ node) {
        const name = propertyName(node)
        const isRandom = RANDOM_SOURCES.has(name) || (node.object.name === 'Math' && name === 'random')
        if (isRandom || name === 'randomSecretKey') context.report({ node, message })
      },
    }
  },
}

/** @param {any} node a MemberExpression @returns {string} */
function propertyName(node) {
  return node.computed ? String(node.property.value ?? '') : node.property.name
}

/** @param {string} path */
function pathInCheckout(path) {
  return relative(root, path).split(sep).join('/')
}

export default {
  meta: { name: 'conclave' },
  rules: {
    boundaries,
    'injected-clock': injectedClock,
    'injected-randomness': injectedRandomness,
  },
}
