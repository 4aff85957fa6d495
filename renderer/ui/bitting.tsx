import type { ReactElement } from 'react'

import { bittingPath } from '../../shared/bitting.ts'
import styles from './bitting.module.css'
import { classNames } from './class-names.ts'

export interface BittingProps {
  /** A SHA-256 digest, 64 lower-case hex digits. Anything else draws nothing. */
  readonly digest: string
  readonly width?: number
  readonly height?: number
  readonly strong?: boolean
}

/** Same digest, same picture. Never alone where a person must compare: words decide. */
export function Bitting({ digest, width = 120, height = 13, strong = false }: BittingProps): ReactElement | null {
  const path = bittingPath(digest, width, height)
  if (path === undefined) return null
  return (
    <svg
      className={classNames(styles['bitting'], strong && styles['strong'])}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden
    >
      <path d={path} />
    </svg>
  )
}
