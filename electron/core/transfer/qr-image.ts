import { encode } from 'fast-png'
import { encodeQR } from 'qr'
import { decodeQR } from 'qr/decode.js'
import { fail } from '../../../shared/failure.ts'
import { readPng } from './png-pixels.ts'

/** Version 40 at level M (ISO/IEC 18004 Table 7). */
export const MAX_QR_BYTES = 2331
/** Milliseconds for a bad photo. The library's own default is meant for a live camera. */
const PATIENCE = 5_000
/** Modules of quiet zone around the code (ISO/IEC 18004 §6.3.8). */
const QUIET = 4

/** A QR code as an SVG path over modules, quiet zone included: `viewBox="0 0 size size"`, dark on light. */
export interface QrPicture {
  readonly size: number
  readonly path: string
}

/** Null when the text is too long for one code. */
export function qrPicture(text: string): QrPicture | null {
  const modules = modulesOf(text)
  if (modules === null) return null
  const path = modules
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${String(x)} ${String(y)}h1v1h-1z` : '')))
    .join('')
  return { size: modules.length, path }
}

/** The same as a PNG in greys, `scale` pixels for each module. Null when the text is too long for one code. */
export function qrPng(text: string, scale = 6): Uint8Array | null {
  const modules = modulesOf(text)
  if (modules === null) return null
  const width = modules.length * scale
  const data = new Uint8Array(width * width).fill(255)
  for (let y = 0; y < width; y++) {
    const row = modules[Math.floor(y / scale)] ?? []
    for (let x = 0; x < width; x++) if (row[Math.floor(x / scale)] === true) data[y * width + x] = 0
  }
  return encode({ width, height: width, data, channels: 1, depth: 8 })
}

function modulesOf(text: string): boolean[][] | null {
  if (new TextEncoder().encode(text).length > MAX_QR_BYTES) return null
  return encodeQR(text, 'raw', { ecc: 'medium', encoding: 'byte', border: QUIET })
}

/** The text of the QR code in a PNG: a photo, a scan or a screenshot. Throws qr-unreadable. */
export function readQrPng(bytes: Uint8Array): string {
  const image = readPng(bytes)
  try {
    return decodeQR(image, { format: 'RGBA', effort: 4, timeLimit: PATIENCE })
  } catch (cause) {
    throw fail('qr-unreadable', 'No QR code can be read in this picture.', {
      remedy: 'Take it again: straight, sharp, with the white border around the code. Or bring the file.',
      cause,
    })
  }
}
