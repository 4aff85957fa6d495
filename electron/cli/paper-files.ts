import { join } from 'node:path'
import { sha256Hex, utf8ToBytes } from '../../shared/bytes.ts'
import type { Paper } from '../../shared/paper/paper.ts'
import { renderPaper } from '../../shared/paper/render.ts'
import type { LogEntry } from '../../shared/ledger/entries.ts'
import { writeNewFile } from '../core/files/host-files.ts'
import { readFacility } from '../core/log/read-facility.ts'
import { paperFonts } from '../core/paper/fonts.ts'
import type { PaperSource } from '../core/paper/source.ts'

export interface WrittenPaper {
  readonly path: string
  readonly sha256: string
}

/** One HTML file, new and whole. Throws file-exists, file-not-writable, disk-full. */
export function writePaper(path: string, paper: Paper): WrittenPaper {
  const bytes = utf8ToBytes(renderPaper(paper, { fonts: paperFonts() }))
  writeNewFile(path, bytes)
  return { path, sha256: sha256Hex(bytes) }
}

/** The same in a folder, under the paper's own name. */
export function writePaperInto(folder: string, paper: Paper): WrittenPaper {
  return writePaper(join(folder, `${paper.fileName}.html`), paper)
}

/** A facility that is only looked at. */
export function readSource(directory: string): PaperSource {
  const entries: LogEntry[] = []
  const { state, checkpoints } = readFacility(directory, (entry) => {
    entries.push(entry)
  })
  return { state, checkpoints, entries: (from, to) => entries.slice(from, to) }
}
