/** The lines of a rejects file from one to another, as they are written; the file is read piece by piece. */
export function readRejects(chunks: Iterable<Uint8Array>, from: number, limit: number): unknown[] {
  const rows: unknown[] = []
  let line = 0
  let begun: Buffer[] = []
  for (const chunk of chunks) {
    const bytes = Buffer.from(chunk)
    let start = 0
    for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
      if (line >= from && rows.length < limit)
        rows.push(JSON.parse(Buffer.concat([...begun, bytes.subarray(start, end)]).toString('utf8')))
      begun = []
      line++
      start = end + 1
    }
    // The rest goes on in the next piece, whose memory is this one's.
    begun.push(Buffer.from(bytes.subarray(start)))
  }
  return rows
}
