import { Fragment, type ReactElement } from 'react'

/** PGP words as they are read aloud: two syllables regular, three bold, so that a slip is seen. */
export function Words({
  words,
  more = false,
}: {
  readonly words: readonly string[]
  readonly more?: boolean
}): ReactElement {
  return (
    <span className="nowrap">
      {words.map((word, index) => (
        // the same word may stand twice: only its place tells them apart
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={index}>
          {index > 0 && ' '}
          <span className={index % 2 === 0 ? 'word-2' : 'word-3'}>{word}</span>
        </Fragment>
      ))}
      {more && ' …'}
    </span>
  )
}
