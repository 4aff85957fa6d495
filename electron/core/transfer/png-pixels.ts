import { decode, type DecodedPng, hasPngSignature } from 'fast-png'
import { fail } from '../../../shared/failure.ts'

/** A photo of 50 megapixels; the pixels are held in memory four octets each. */
const MAX_PIXELS = 50_000_000
export const MAX_IMAGE_BYTES = 64 * 1024 * 1024
/** The header chunk follows the signature (W3C PNG §11.2.1): width and height begin here. */
const DIMENSIONS_AT = 16
const WHITE = 255

export interface Pixels {
  readonly width: number
  readonly height: number
  /** RGBA, row by row, opaque. */
  readonly data: Uint8Array
}

export function isPng(bytes: Uint8Array): boolean {
  return hasPngSignature(bytes)
}

/** The pixels of any PNG, on white where it is transparent. Throws qr-unreadable for a damaged or an enormous one. */
export function readPng(bytes: Uint8Array): Pixels {
  assertSize(bytes)
  try {
    return pixelsOf(decode(bytes, { checkCrc: true }))
  } catch (cause) {
    throw fail('qr-unreadable', 'This PNG picture is damaged.', { remedy: 'Save or copy it again.', cause })
  }
}

/** Before anything is unpacked: a few kilobytes can say that they are gigabytes. */
function assertSize(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const pixels =
    bytes.length < DIMENSIONS_AT + 8 ? 0 : view.getUint32(DIMENSIONS_AT) * view.getUint32(DIMENSIONS_AT + 4)
  if (pixels > 0 && pixels <= MAX_PIXELS) return
  throw fail(
    'qr-unreadable',
    `This picture has ${String(pixels)} pixels, between 1 and ${String(MAX_PIXELS)} are read.`,
    {
      remedy: 'Take a picture of the QR code alone.',
    },
  )
}

function pixelsOf({ width, height, data, depth, channels, palette }: DecodedPng): Pixels {
  const rowOctets = Math.ceil((width * channels * depth) / 8)
  const largest = 2 ** depth - 1
  const raw = (y: number, index: number): number => {
    if (depth >= 8) return data[y * width * channels + index] ?? largest
    const bit = index * depth
    return ((data[y * rowOctets + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & largest
  }
  const scaled = (y: number, index: number): number => Math.round((raw(y, index) * WHITE) / largest)
  const pixels = new Uint8Array(width * height * 4).fill(WHITE)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4
      const first = x * channels
      const entry = palette?.[raw(y, first)]
      const alpha = entry?.[3] ?? (channels % 2 === 0 ? scaled(y, first + channels - 1) : WHITE)
      for (let color = 0; color < 3; color++) {
        const sample = entry === undefined ? scaled(y, channels < 3 ? first : first + color) : (entry[color] ?? WHITE)
        pixels[at + color] = over(sample, alpha)
      }
    }
  }
  return { width, height, data: pixels }
}

function over(sample: number, alpha: number): number {
  return Math.round((sample * alpha + WHITE * (WHITE - alpha)) / WHITE)
}
