import type { Block } from '../paper/paper.ts'

/** A report before it has a form: Markdown for those who file it, a paper for those who keep it. Every text is plain text. */
export type ReportPart =
  | { readonly part: 'title'; readonly text: string }
  | { readonly part: 'section'; readonly text: string }
  /** `inner`: under the field before it. */
  | { readonly part: 'field'; readonly label: string; readonly values: readonly string[]; readonly inner?: boolean }
  | { readonly part: 'group'; readonly text: string }
  | { readonly part: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly part: 'happened'; readonly lines: readonly ReportLine[] }
  | { readonly part: 'text'; readonly text: string }

/** One line of a timeline. */
export interface ReportLine {
  /** "2026-12-09 02:47Z" */
  readonly at: string
  readonly text: string
  /** Number of the entry that says so; null for what people say of the time before. Only paper has it. */
  readonly entry: number | null
}

/** What the log cannot know: people write it in, and find it by this. */
export const TO_BE_WRITTEN = 'To be written by people: '

/** The fields that people still have to write, in order, each once: some stand in two of the reports. */
export function openFields(parts: readonly ReportPart[]): string[] {
  const open = parts.flatMap((part) =>
    part.part === 'field' && part.values.some((value) => value.startsWith(TO_BE_WRITTEN)) ? [part.label] : [],
  )
  return [...new Set(open)]
}

/** Markdown as the CCADB takes it: CommonMark with tables. Characters of texts that would act as markup are escaped. */
export function renderMarkdown(parts: readonly ReportPart[]): string {
  const blocks: string[] = []
  let fields: string[] = []
  const flush = (): void => {
    if (fields.length > 0) blocks.push(fields.join('\n'))
    fields = []
  }
  for (const part of parts) {
    if (part.part === 'field') {
      fields.push(...fieldLines(part))
      continue
    }
    flush()
    blocks.push(blockOf(part))
  }
  flush()
  return `${blocks.join('\n\n')}\n`
}

function fieldLines({ label, values, inner = false }: Extract<ReportPart, { part: 'field' }>): string[] {
  const indent = inner ? '   ' : ''
  const head = `${indent}- **${escaped(label)}:**`
  const [only] = values
  if (only === undefined) return [head]
  if (values.length === 1) return [`${head} ${escaped(only)}`]
  return [head, ...values.map((value) => `${indent}   - ${escaped(value)}`)]
}

function blockOf(part: Exclude<ReportPart, { part: 'field' }>): string {
  switch (part.part) {
    case 'title':
      return `## ${escaped(part.text)}`
    case 'section':
      return `### ${escaped(part.text)}`
    case 'group':
      return `**${escaped(part.text)}**`
    case 'text':
      return escaped(part.text)
    case 'happened':
      return part.lines.map(({ at, text }) => `- ${escaped(`${at} ${text}`)}`).join('\n')
    case 'table':
      return [part.columns, part.columns.map(() => '---'), ...part.rows.map((row) => row.map(escaped))]
        .map((cells) => `| ${cells.join(' | ')} |`)
        .join('\n')
  }
}

/** One line; what Markdown or HTML would act on stands as itself. */
function escaped(text: string): string {
  return text
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/[\\`*_[\]<>|]/g, (character) => `\\${character}`)
    .replace(/^(#|[+-]|\d+[.)])(?=\s)/, (mark) => `\\${mark}`)
}

/** The same on paper. */
export function reportBlocks(parts: readonly ReportPart[]): Block[] {
  const blocks: Block[] = []
  for (const part of parts) {
    const last = blocks.at(-1)
    if (part.part !== 'field') blocks.push(paperBlock(part, blocks.length === 0))
    else if (last?.block === 'facts') blocks.splice(-1, 1, { ...last, facts: [...last.facts, factOf(part)] })
    else blocks.push({ block: 'facts', facts: [factOf(part)] })
  }
  return blocks
}

function factOf({ label, values }: Extract<ReportPart, { part: 'field' }>): { label: string; value: string } {
  return { label, value: values.join('\n') }
}

function paperBlock(part: Exclude<ReportPart, { part: 'field' }>, isFirst: boolean): Block {
  switch (part.part) {
    case 'title':
      return { block: 'section', title: part.text, newPage: !isFirst }
    case 'section':
      return { block: 'section', title: part.text }
    case 'group':
      return { block: 'note', title: part.text, text: '' }
    case 'text':
      return { block: 'text', text: part.text }
    case 'happened':
      return {
        block: 'happenings',
        lines: part.lines.map(({ at, text, entry }) => ({
          time: at,
          entry: entry === null ? '' : String(entry),
          strong: '',
          text,
          tone: 'plain',
        })),
      }
    case 'table': {
      const width = Math.floor(100 / part.columns.length)
      const columns = part.columns.map((title) => ({ title, width }))
      return { block: 'table', columns, rows: part.rows }
    }
  }
}
