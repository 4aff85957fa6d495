import type { RowWriter } from '../row-writer.ts'
import type { Source } from '../sources.ts'
import { CrlReader } from './crl.ts'
import { DerReader } from './der.ts'
import { DetailedListReader } from './detailed-list.ts'
import { JsonLinesReader } from './json-lines.ts'
import { PemReader } from './pem.ts'
import type { Place, StreamReader } from './stream-reader.ts'
import { UnknownReader } from './unknown.ts'

export function readerOf(source: Source, writer: RowWriter, from: Place): StreamReader {
  switch (source.kind) {
    case 'json-lines':
      return new JsonLinesReader(writer, from)
    case 'pem':
      return new PemReader(writer, from)
    case 'der':
      return new DerReader(writer, from)
    case 'crl':
      return new CrlReader(writer, from)
    case 'detailed-list':
      return new DetailedListReader(writer, from)
    default:
      return new UnknownReader(writer, from)
  }
}
