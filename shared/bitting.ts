const CUTS = 32
const BOW = 8
const TIP = 6
const SHALLOWEST = 1.5
const HEX_DIGEST = /^[0-9a-f]{64}$/

/** Eight depths: the three high bits of a byte. */
function depth(byte: number, height: number): number {
  return SHALLOWEST + ((byte >> 5) * (height - 4 - SHALLOWEST)) / 7
}

/**
 * The outline of a key blade whose 32 cuts are the bytes of a SHA-256 digest, for an SVG of width x height.
 * It helps the eye to recognise a digest; it is not a comparison, as a cut keeps three bits of a byte.
 * Undefined when `digest` is not 64 lower-case hex digits.
 */
export function bittingPath(digest: string, width: number, height: number): string | undefined {
  if (!HEX_DIGEST.test(digest)) return undefined
  const step = (width - BOW - TIP) / CUTS
  let path = `M0 ${height}V1H${BOW}`
  for (let cut = 0; cut < CUTS; cut += 1) {
    const byte = Number.parseInt(digest.slice(cut * 2, cut * 2 + 2), 16)
    path += `V${depth(byte, height).toFixed(1)}H${(BOW + (cut + 1) * step).toFixed(1)}`
  }
  return `${path}V${(height / 2).toFixed(1)}L${width} ${(height - 2).toFixed(1)}V${height}Z`
}
