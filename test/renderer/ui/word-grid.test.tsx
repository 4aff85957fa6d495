import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { DigestLine } from '../../../renderer/ui/digest-line.tsx'
import { WordGrid } from '../../../renderer/ui/word-grid.tsx'
import { hexToBytes } from '../../../shared/bytes.ts'
import { toWords } from '../../../shared/ledger/words.ts'

const HEX = 'bdbcae98d5e9f80989a7cea5423c2950130ecbb51a19b11c8f893ca32635e3ad'
const DIGEST = { hex: HEX, words: toWords(hexToBytes(HEX)) }

function rowsOf(markup: string): string[] {
  return [...markup.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row]) => row ?? '')
}

function text(markup: string): string {
  return markup
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

describe('WordGrid', () => {
  it('has the rows A to H that are read aloud', () => {
    const rows = rowsOf(renderToStaticMarkup(<WordGrid digest={DIGEST} label="TBS SHA-256" />)).map(text)
    expect(rows).toEqual([
      'A bdbc ae98 skullcap pyramid robust narrative',
      'B d5e9 f809 sterling ultimate Vulcan applicant',
      'C 89a7 cea5 nightbird paragraph spyglass paperweight',
      'D 423c 2950 crowfoot crossover breakup embezzle',
      'E 130e cbb5 Aztec Atlantic spheroid positive',
      'F 1a19 b11c beehive bottomless sailboat Brazilian',
      'G 8f89 3ca3 payday matchmaker cobra pandemic',
      'H 2635 e3ad bookshelf conformist tissue perceptive',
    ])
  })

  it('marks the row that is read and the rows that are done', () => {
    const markup = renderToStaticMarkup(<WordGrid digest={DIGEST} label="TBS" size="presenter" reading={2} />)
    const rows = [...markup.matchAll(/<tr[^>]*>/g)].map(([tag]) => tag)
    expect(rows.map((row) => row.includes('aria-current="step"'))).toEqual([
      false,
      false,
      true,
      false,
      false,
      false,
      false,
      false,
    ])
    expect(markup.match(/aria-label="read"/g)).toHaveLength(2)
  })

  it('shows a room words only', () => {
    expect(text(renderToStaticMarkup(<WordGrid digest={DIGEST} label="TBS" size="presenter" />))).not.toContain('bdbc')
  })
})

describe('DigestLine', () => {
  it('names the whole digest although it shows eight digits', () => {
    const markup = renderToStaticMarkup(<DigestLine digest={DIGEST} />)
    expect(text(markup)).toBe('bdbc ae98 skullcap pyramid')
    expect(markup).toContain(`title="${HEX.match(/.{4}/g)?.join(' ') ?? ''}"`)
  })
})
