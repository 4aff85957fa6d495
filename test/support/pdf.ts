import { execFileSync } from 'node:child_process'

export interface ReadPdf {
  /** The text of each page. */
  readonly pages: readonly string[]
  /** What pdfinfo says, by name. */
  readonly facts: ReadonlyMap<string, string>
}

/** Read by poppler, which shares nothing with what wrote it. */
export function readPdf(path: string): ReadPdf {
  const info = execFileSync('pdfinfo', [path], { encoding: 'utf8' })
  const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
  const facts = info.split('\n').map((line) => {
    const at = line.indexOf(':')
    return [line.slice(0, at), line.slice(at + 1).trim()] as const
  })
  // A form feed ends each page.
  return { pages: text.split('\f').slice(0, -1), facts: new Map(facts) }
}
