import { concatBytes, utf8ToBytes } from '../bytes.ts'
import { contextPrimitive } from '../pki/der.ts'

const TAG_OF: Readonly<Record<string, number>> = { email: 1, DNS: 2, URI: 6 }

/** The content of GeneralNames for names as text: "URI:spiffe://...", "IP:192.0.2.1"; a bare name is DNS. */
export function encodeNames(names: readonly string[]): Uint8Array {
  return names.length === 0 ? new Uint8Array() : concatBytes(...names.map(encodeNameText))
}

function encodeNameText(text: string): Uint8Array {
  const [, form = 'DNS', value = ''] = /^(?:(DNS|URI|IP|email):)?(.*)$/s.exec(text) ?? []
  if (form === 'IP') {
    const octets = value.split('.').map(Number)
    const isV4 = octets.length === 4 && octets.every((octet) => Number.isInteger(octet) && octet >= 0 && octet < 256)
    // Of an IPv6 address the text is kept: nothing is computed with it.
    return isV4 ? contextPrimitive(7, Uint8Array.from(octets)) : contextPrimitive(6, utf8ToBytes(`ip:${value}`))
  }
  return contextPrimitive(TAG_OF[form] ?? 2, utf8ToBytes(value.toWellFormed()))
}
