import type { ReactElement } from 'react'

import { classNames } from './class-names.ts'
import styles from './state-glyph.module.css'

/** Normal states are drawn, abnormal ones filled; no two share a silhouette. */
export const TONES = [
  'ok',
  'attention',
  'danger',
  'locked',
  'unknown',
  'now',
  'next',
  'partial',
  'waiting',
  'off',
] as const

export type Tone = (typeof TONES)[number]

const outline = styles['outline']
const fill = styles['fill']
const cut = styles['cut']
const dot = styles['dot']

const RING = <circle cx="8" cy="8" r="6.25" className={outline} />

const DRAWINGS: Readonly<Record<Tone, ReactElement>> = {
  ok: (
    <>
      {RING}
      <path d="M5.2 8.3l2 2 3.7-4.3" className={outline} />
    </>
  ),
  attention: (
    <>
      <path d="M8 1.4l7 12.6H1z" className={fill} />
      <path d="M8 6v3.6" className={cut} />
      <circle cx="8" cy="11.8" r="1" className={dot} />
    </>
  ),
  danger: (
    <>
      <path d="M5.2 1h5.6L15 5.2v5.6L10.8 15H5.2L1 10.8V5.2z" className={fill} />
      <path d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" className={cut} />
    </>
  ),
  locked: (
    <>
      <path d="M4.9 7V5.1a3.1 3.1 0 0 1 6.2 0V7" className={outline} />
      <rect x="2.6" y="7" width="10.8" height="7.6" rx="1" className={fill} />
      <path d="M8 9.6v2.4" className={cut} />
    </>
  ),
  unknown: (
    <>
      <rect x="1.2" y="1.2" width="13.6" height="13.6" rx="2.6" className={fill} />
      <path d="M6 6.1a2.05 2.05 0 1 1 3 1.85c-.65.35-1 .7-1 1.35" className={cut} />
      <circle cx="8" cy="11.7" r="1" className={dot} />
    </>
  ),
  now: (
    <>
      <circle cx="8" cy="8" r="7" className={fill} />
      <path d="M6.6 4.9L9.9 8l-3.3 3.1" className={cut} />
    </>
  ),
  next: RING,
  partial: (
    <>
      {RING}
      <path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z" className={fill} />
    </>
  ),
  waiting: (
    <>
      {RING}
      <path d="M8 4.4V8l2.4 1.5" className={outline} />
    </>
  ),
  off: (
    <>
      {RING}
      <path d="M4.6 8h6.8" className={outline} />
    </>
  ),
}

export interface StateGlyphProps {
  readonly tone: Tone
  readonly size?: number
  /** Only where the word does not stand beside it. */
  readonly label?: string
  readonly className?: string | undefined
}

export function StateGlyph({ tone, size = 16, label, className }: StateGlyphProps): ReactElement {
  const name = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return (
    <svg
      className={classNames(styles['glyph'], styles[tone], className)}
      data-tone={tone}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      {...name}
    >
      {DRAWINGS[tone]}
    </svg>
  )
}
