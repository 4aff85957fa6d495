import { crc32, deflateSync, inflateSync } from 'node:zlib'

/**
 * The same picture with at most 256 colours, as a palette PNG: a third of the size, and nothing that an eye can see is lost
 * in pictures that are flat surfaces and text. Takes what Chromium writes: 8 bits, RGB or RGBA, not interlaced.
 */
export function shrinkPng(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png)
  const counts = new Map<number, number>()
  for (const color of pixels) counts.set(color, (counts.get(color) ?? 0) + 1)
  const palette = medianCut([...counts], 256)
  const places = new Map([...counts.keys()].map((color) => [color, nearest(palette, color)]))
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows[y * (width + 1) + 1 + x] = places.get(pixels[y * width + x] ?? 0) ?? 0
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3, 0, 0, 0], 8)
  const colors = Buffer.from(palette.flatMap(channels))
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', head),
    chunk('PLTE', colors),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

interface Picture {
  readonly width: number
  readonly height: number
  /** 0xRRGGBB */
  readonly pixels: Uint32Array
}

function decode(png: Buffer): Picture {
  const width = png.readUInt32BE(16)
  const height = png.readUInt32BE(20)
  const [depth, type, , , interlace] = png.subarray(24, 29)
  const size = type === 6 ? 4 : type === 2 ? 3 : 0
  if (depth !== 8 || size === 0 || interlace !== 0) throw new Error('This is not a PNG as Chromium writes it.')
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const raw = unfilter(inflateSync(Buffer.concat(parts)), width * size, height, size)
  const pixels = new Uint32Array(width * height)
  for (let place = 0; place < pixels.length; place++) {
    const at = place * size
    pixels[place] = ((raw[at] ?? 0) << 16) | ((raw[at + 1] ?? 0) << 8) | (raw[at + 2] ?? 0)
  }
  return { width, height, pixels }
}

/** PNG filters 0 to 4 (PNG specification, section 9). */
function unfilter(data: Buffer, stride: number, height: number, size: number): Buffer {
  const out = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)]
    for (let x = 0; x < stride; x++) {
      const left = x < size ? 0 : (out[y * stride + x - size] ?? 0)
      const above = y === 0 ? 0 : (out[(y - 1) * stride + x] ?? 0)
      const corner = y === 0 || x < size ? 0 : (out[(y - 1) * stride + x - size] ?? 0)
      const guesses = [0, left, above, (left + above) >> 1, paeth(left, above, corner)]
      out[y * stride + x] = ((data[y * (stride + 1) + 1 + x] ?? 0) + (guesses[filter ?? 0] ?? 0)) & 0xff
    }
  }
  return out
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? above : corner
}

function channels(color: number): [number, number, number] {
  return [(color >> 16) & 0xff, (color >> 8) & 0xff, color & 0xff]
}

type Counted = readonly [color: number, count: number]

/** Splits the box with the widest spread of often used colours until there are enough; a box is its most frequent colour. */
function medianCut(colors: readonly Counted[], limit: number): number[] {
  const boxes: Counted[][] = [[...colors]]
  while (boxes.length < limit) {
    const spreads = boxes.map((box) => widest(box))
    const at = spreads.reduce((best, spread, index) => (spread.weight > (spreads[best]?.weight ?? 0) ? index : best), 0)
    const box = boxes[at]
    const spread = spreads[at]
    if (box === undefined || spread === undefined || box.length < 2) break
    box.sort((a, b) => channels(a[0])[spread.channel] - channels(b[0])[spread.channel])
    boxes.splice(at, 1, box.slice(0, box.length >> 1), box.slice(box.length >> 1))
  }
  return boxes.map((box) => box.reduce((most, color) => (color[1] > most[1] ? color : most))[0])
}

function widest(box: readonly Counted[]): { channel: 0 | 1 | 2; weight: number } {
  const spreads = ([0, 1, 2] as const).map((channel) => {
    const values = box.map(([color]) => channels(color)[channel])
    return { channel, spread: Math.max(...values) - Math.min(...values) }
  })
  const [first] = spreads.toSorted((a, b) => b.spread - a.spread)
  const count = box.reduce((sum, [, times]) => sum + times, 0)
  return { channel: first?.channel ?? 0, weight: (first?.spread ?? 0) * Math.sqrt(count) }
}

function nearest(palette: readonly number[], color: number): number {
  const [red, green, blue] = channels(color)
  let best = 0
  let least = Number.MAX_VALUE
  for (const [place, candidate] of palette.entries()) {
    const [r, g, b] = channels(candidate)
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2
    if (distance < least) [best, least] = [place, distance]
  }
  return best
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
