import type { ReactElement, ReactNode } from 'react'

import styles from './proof-line.module.css'

const WIDTH = 574
const LINE = 68

export interface ProofLineProps {
  /** Index of the entry, from 0. */
  readonly index: number
  /** Entries under the checkpoint. */
  readonly size: number
  /** From leaf to root: the sibling's hash, the side it stands on, how many entries it covers. */
  readonly path: readonly { readonly hash: string; readonly side: 'left' | 'right'; readonly covers: number }[]
  /** At the left under the picture: the verdict, a State. */
  readonly verdict: ReactNode
}

/** An inclusion proof: left siblings above, right ones below, with the entries they cover; the ring is the root. */
export function ProofLine({ index, size, path, verdict }: ProofLineProps): ReactElement {
  const step = (WIDTH - 64) / Math.max(1, path.length)
  const name = `Inclusion proof of entry ${index} in ${size}: ${path.length} hashes`
  return (
    <figure className={styles['figure']}>
      <svg className={styles['picture']} viewBox={`0 0 ${WIDTH} 130`} role="img" aria-label={name}>
        <path d={`M30 ${LINE}H560`} className={styles['line']} />
        {path.map(({ hash, side, covers }, place) => {
          const x = 24 + step * (place + 1)
          const below = side === 'right'
          const top = below ? 94 : 22
          return (
            <g key={hash}>
              <path d={`M${x} ${below ? top : top + 20}V${LINE}`} className={styles['branch']} />
              <rect
                x={x - 18}
                y={top}
                width="36"
                height="20"
                rx="2"
                className={below ? styles['right'] : styles['left']}
              />
              <text x={x} y={top + 14} textAnchor="middle">
                {hash.slice(0, 4)}
              </text>
              <text x={x} y={below ? 126 : 19} textAnchor="middle" className={styles['count']}>
                {covers.toLocaleString('en')}
              </text>
              <circle cx={x} cy={LINE} r="3.5" className={styles['joint']} />
            </g>
          )
        })}
        <circle cx="24" cy={LINE} r="8" className={styles['solid']} />
        <circle cx="565" cy={LINE} r="8" className={styles['ring']} />
        <circle cx="565" cy={LINE} r="3.5" className={styles['solid']} />
      </svg>
      <figcaption>
        {verdict}
        <span>above: left sibling, below: right, with entries covered</span>
      </figcaption>
    </figure>
  )
}
