import type { ReactElement, ReactNode } from 'react'

import { classNames } from './class-names.ts'
import styles from './validity-bars.module.css'
import { clipPiece, day, share, type ValidityPiece, type ValidityRange, type ValidityRow } from './validity-scale.ts'

/** A label needs this share of the width. */
const LABEL_SHARE = 17

interface PieceProps {
  readonly piece: ValidityPiece
  readonly kind: readonly (string | false | undefined)[]
  readonly children?: ReactNode
}

function Piece({ piece, kind, children }: PieceProps): ReactElement {
  return (
    <i
      className={classNames(
        styles['piece'],
        ...kind,
        piece.tornLeft && styles['tornLeft'],
        piece.tornRight && styles['tornRight'],
      )}
      style={{ left: `${piece.left}%`, width: `${piece.width}%` }}
    >
      {piece.width > LABEL_SHARE && children}
    </i>
  )
}

export interface ValidityTrackProps {
  readonly row: ValidityRow
  readonly range: ValidityRange
  readonly now: number
}

/** One bar: elapsed pale, remaining solid, planned dashed, torn where it runs on. */
export function ValidityTrack({ row, range, now }: ValidityTrackProps): ReactElement {
  const root = row.kind === 'root'
  const from = Date.parse(row.notBefore)
  const to = Date.parse(row.notAfter)
  const crl = row.nextCrl === null ? undefined : Date.parse(row.nextCrl)
  if (row.planned === true) {
    const piece = clipPiece(range, from, to)
    return (
      <>
        {piece !== undefined && (
          <Piece piece={piece} kind={[styles['planned']]}>
            {row.label ?? 'planned'}
          </Piece>
        )}
      </>
    )
  }
  const past = clipPiece(range, from, Math.min(now, to))
  const rest = clipPiece(range, Math.max(now, from), to)
  return (
    <>
      {past !== undefined && (
        <Piece piece={past} kind={[styles['past'], root && styles['root']]}>
          {root && past.tornLeft && `from ${day(row.notBefore)}`}
        </Piece>
      )}
      {rest !== undefined && (
        <Piece piece={rest} kind={[styles['rest'], root && styles['root']]}>
          {root && rest.tornRight && `to ${day(row.notAfter)}`}
        </Piece>
      )}
      {crl !== undefined && crl >= range.from && crl <= range.to && (
        <i className={styles['crl']} style={{ left: `${share(range, crl)}%` }} />
      )}
    </>
  )
}
