import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { ComparisonTable } from '../../../renderer/ui/comparison-table.tsx'
import { HexDump } from '../../../renderer/ui/hex-dump.tsx'
import { takeBytes } from '../../../renderer/ui/passphrase-field.tsx'
import { ProofLine } from '../../../renderer/ui/proof-line.tsx'
import { utf8ToBytes } from '../../../shared/bytes.ts'

describe('HexDump', () => {
  it('shows offset, bytes in pairs and what is printable', () => {
    const markup = renderToStaticMarkup(<HexDump label="bytes" bytes={utf8ToBytes('{"agree":true,"by":"ü"}')} />)
    expect(markup).toContain('0000\n0010')
    expect(markup).toContain('7b22 6167 7265 6522 3a74 7275 652c 2262\n7922 3a22 c3bc 227d')
    expect(markup).toContain('y&quot;:&quot;··&quot;}')
  })

  it('says how many bytes it does not show', () => {
    const markup = renderToStaticMarkup(<HexDump label="bytes" bytes={new Uint8Array(2000)} lines={2} />)
    expect(markup).toContain('and 1,968 more bytes')
    expect(renderToStaticMarkup(<HexDump label="bytes" bytes={new Uint8Array(20)} lines={2} />)).not.toContain(
      'more bytes',
    )
  })
})

describe('ComparisonTable', () => {
  it('gives a verdict in words to every row', () => {
    const markup = renderToStaticMarkup(
      <ComparisonTable
        label="Root"
        rows={[
          { field: 'Serial', planned: 'random', actual: '01b2', verdict: 'rule-met', mono: true },
          { field: 'Valid to', planned: '2051', actual: '2052', verdict: 'differs' },
        ]}
      />,
    )
    expect(markup).toContain('rule met')
    expect(markup).toContain('<code>01b2</code>')
    expect(markup.slice(markup.indexOf('Valid to'))).toContain('differs')
  })
})

describe('ProofLine', () => {
  it('draws left siblings above, right ones below, with the entries they cover', () => {
    const markup = renderToStaticMarkup(
      <ProofLine
        index={2}
        size={3}
        verdict="equal"
        path={[
          { hash: 'ab'.repeat(32), side: 'left', covers: 2048 },
          { hash: 'cd'.repeat(32), side: 'right', covers: 1 },
        ]}
      />,
    )
    const [first, second] = markup.split('<g>').slice(1)
    expect(first).toContain('y="22"')
    expect(first).toContain('2,048')
    expect(second).toContain('y="94"')
    expect(second).toContain('cdcd')
  })
})

describe('takeBytes', () => {
  it('empties the input and gives what was typed as UTF-8', () => {
    const input = { value: 'pä55 \u{1f511}' }
    expect(takeBytes(input)).toEqual(new Uint8Array(Buffer.from('pä55 \u{1f511}')))
    expect(input.value).toBe('')
  })

  it('gives the same bytes for the same letters, however the keyboard composed them', () => {
    expect(takeBytes({ value: 'e\u0301' })).toEqual(takeBytes({ value: '\u00e9' }))
  })
})
