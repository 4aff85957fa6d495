/** What the first octets of a file say that it is, where that is something nobody wants here; null for all else. */
export function foreignContent(head: Uint8Array): string | null {
  const found = FOREIGN.find(({ at, octets }) => octets.every((octet, index) => head[at + index] === octet))
  return found?.what ?? null
}

interface Magic {
  readonly what: string
  readonly at: number
  readonly octets: readonly number[]
}

function text(word: string): number[] {
  return [...word].map((character) => character.charCodeAt(0))
}

const FOREIGN: readonly Magic[] = [
  { what: 'a program', at: 0, octets: [0x7f, ...text('ELF')] },
  { what: 'a Windows program', at: 0, octets: text('MZ') },
  { what: 'a script', at: 0, octets: text('#!') },
  { what: 'a ZIP archive', at: 0, octets: [0x50, 0x4b, 0x03, 0x04] },
  { what: 'a gzip archive', at: 0, octets: [0x1f, 0x8b] },
  { what: 'a bzip2 archive', at: 0, octets: text('BZh') },
  { what: 'an xz archive', at: 0, octets: [0xfd, ...text('7zXZ')] },
  { what: 'a 7-Zip archive', at: 0, octets: [...text('7z'), 0xbc, 0xaf] },
  { what: 'a Zstandard archive', at: 0, octets: [0x28, 0xb5, 0x2f, 0xfd] },
  { what: 'a RAR archive', at: 0, octets: text('Rar!') },
  { what: 'a tar archive', at: 257, octets: text('ustar') },
  { what: 'a PDF document', at: 0, octets: text('%PDF') },
  { what: 'a database', at: 0, octets: text('SQLite format 3') },
]
