import type { ReactElement } from 'react'

import styles from './hex-dump.module.css'

const PER_LINE = 16

export interface HexDumpProps {
  readonly bytes: Uint8Array
  readonly label: string
  /** Lines shown before "and n more bytes"; all when undefined. */
  readonly lines?: number
}

function hexGroups(bytes: Uint8Array): string {
  return Array.from(bytes, (byte, index) => byte.toString(16).padStart(2, '0') + (index % 2 === 1 ? ' ' : ''))
    .join('')
    .trimEnd()
}

function printable(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('')
}

/** Offset, 16 bytes in pairs, printable ASCII. */
export function HexDump({ bytes, label, lines }: HexDumpProps): ReactElement {
  const total = Math.ceil(bytes.length / PER_LINE)
  const shown = Math.min(total, lines ?? total)
  const rows = Array.from({ length: shown }, (_, line) => ({
    offset: (line * PER_LINE).toString(16).padStart(4, '0'),
    bytes: bytes.subarray(line * PER_LINE, (line + 1) * PER_LINE),
  }))
  const left = bytes.length - shown * PER_LINE
  return (
    // it may scroll, and the keyboard has to be able to do that
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <figure className={styles['dump']} aria-label={label} tabIndex={0}>
      <pre className={styles['offset']} aria-hidden>
        {rows.map((row) => row.offset).join('\n')}
      </pre>
      <pre>{rows.map((row) => hexGroups(row.bytes)).join('\n')}</pre>
      <pre className={styles['ascii']} aria-hidden>
        {rows.map((row) => printable(row.bytes)).join('\n')}
      </pre>
      {left > 0 && <figcaption>and {left.toLocaleString('en')} more bytes</figcaption>}
    </figure>
  )
}
