import { crc32, deflateSync, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { shrinkPng } from './png.ts'

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const frame = Buffer.alloc(body.length + 8)
  frame.writeUInt32BE(data.length)
  frame.set(body, 4)
  frame.writeUInt32BE(crc32(body), body.length + 4)
  return frame
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')

/** Four pixels of RGB under the filters "sub" and "up": red, green; red, blue. */
function sample(): Buffer {
  const head = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0])
  const rows = Buffer.from([1, 200, 0, 0, 56, 100, 0, 2, 0, 0, 0, 0, 156, 50])
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function readChunk(png: Buffer, type: string): Buffer {
  const at = png.indexOf(type, 0, 'latin1')
  return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4))
}

describe('shrinkPng', () => {
  it('gives the same pixels as a palette picture when there are few colours', () => {
    const small = shrinkPng(sample())
    expect(small.subarray(0, 8)).toStrictEqual(SIGNATURE)
    expect([...readChunk(small, 'IHDR').subarray(8, 13)]).toStrictEqual([8, 3, 0, 0, 0])
    const palette = readChunk(small, 'PLTE')
    const rows = inflateSync(readChunk(small, 'IDAT'))
    const pixels = [1, 2, 4, 5].map((at) => [...palette.subarray((rows[at] ?? 0) * 3, (rows[at] ?? 0) * 3 + 3)])
    expect(pixels).toStrictEqual([
      [200, 0, 0],
      [0, 100, 0],
      [200, 0, 0],
      [0, 0, 50],
    ])
  })

  it('refuses what Chromium does not write', () => {
    const odd = sample()
    odd[28] = 1
    expect(() => shrinkPng(odd)).toThrow('not a PNG')
  })
})
