import { utf8ToBytes } from '../bytes.ts'
import {
  boolean,
  contextConstructed,
  contextPrimitive,
  integer,
  namedBits,
  objectIdentifier,
  octetString,
  sequence,
} from './der.ts'
import {
  ACCESS_METHOD_OID,
  EXTENDED_KEY_USAGE_OID,
  EXTENSION_OID,
  type ExtendedKeyUsageName,
  type ExtensionName,
  KEY_USAGE_BIT,
  type KeyUsageName,
} from './oids.ts'

/** Extension ::= SEQUENCE; `critical` is left out when false, because DER leaves defaults out. */
export function extension(name: ExtensionName, critical: boolean, value: Uint8Array): Uint8Array {
  const flag = critical ? [boolean(true)] : []
  return sequence(objectIdentifier(EXTENSION_OID[name]), ...flag, octetString(value))
}

export function keyUsageValue(usages: readonly KeyUsageName[]): Uint8Array {
  return namedBits(usages.map((usage) => KEY_USAGE_BIT[usage]))
}

export function extendedKeyUsageValue(usages: readonly ExtendedKeyUsageName[]): Uint8Array {
  return sequence(...usages.map((usage) => objectIdentifier(EXTENDED_KEY_USAGE_OID[usage])))
}

export function basicConstraintsValue(constraints: { ca: boolean; pathLength?: number | undefined }): Uint8Array {
  if (!constraints.ca) return sequence()
  const pathLength = constraints.pathLength === undefined ? [] : [integer(constraints.pathLength)]
  return sequence(boolean(true), ...pathLength)
}

/** keyIdentifier only: authorityCertIssuer and authorityCertSerialNumber break cross-signing (BR §7.1.2.11.1). */
export function authorityKeyIdentifierValue(keyIdentifier: Uint8Array): Uint8Array {
  return sequence(contextPrimitive(0, keyIdentifier))
}

export function caIssuersValue(uris: readonly string[]): Uint8Array {
  return sequence(...uris.map((uri) => sequence(objectIdentifier(ACCESS_METHOD_OID.caIssuers), uriName(uri))))
}

export function certificatePoliciesValue(oids: readonly string[]): Uint8Array {
  return sequence(...oids.map((oid) => sequence(objectIdentifier(oid))))
}

/** One DistributionPoint whose fullName lists every address of the same CRL; no reasons, no cRLIssuer (BR §7.1.2.11.2). */
export function crlDistributionPointsValue(uris: readonly string[]): Uint8Array {
  return sequence(sequence(contextConstructed(0, contextConstructed(0, ...uris.map(uriName)))))
}

/** dNSName subtrees; minimum and maximum are absent (RFC 5280 §4.2.1.10). */
export function nameConstraintsValue(constraints: {
  permittedDns?: readonly string[] | undefined
  excludedDns?: readonly string[] | undefined
}): Uint8Array {
  const { permittedDns, excludedDns } = constraints
  const permitted = permittedDns === undefined ? [] : [contextConstructed(0, ...permittedDns.map(dnsSubtree))]
  const excluded = excludedDns === undefined ? [] : [contextConstructed(1, ...excludedDns.map(dnsSubtree))]
  return sequence(...permitted, ...excluded)
}

function uriName(uri: string): Uint8Array {
  return contextPrimitive(6, utf8ToBytes(uri))
}

function dnsSubtree(name: string): Uint8Array {
  return sequence(contextPrimitive(2, utf8ToBytes(name)))
}
