import { encode } from 'fast-png'

/** A QR code that was drawn as an SVG path of modules, as a picture. */
export function qrPixels({ size, path }: { readonly size: number; readonly path: string }, scale = 4): Uint8Array {
  const width = size * scale
  const data = new Uint8Array(width * width).fill(255)
  for (const [, x = '0', y = '0'] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let row = 0; row < scale; row++) {
      const at = (Number(y) * scale + row) * width + Number(x) * scale
      data.fill(0, at, at + scale)
    }
  return encode({ width, height: width, data, channels: 1, depth: 8 })
}
