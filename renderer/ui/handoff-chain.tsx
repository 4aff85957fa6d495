import type { ReactElement, ReactNode } from 'react'
import { Link } from 'react-aria-components'

import { classNames } from './class-names.ts'
import styles from './handoff-chain.module.css'
import {
  HANDOFF_TONES,
  HANDOFF_WORDS,
  type HandoffLane,
  type HandoffLink,
  linksThatFit,
  statesOf,
  visibleLinks,
} from './handoff-lane.ts'
import { Section } from './section.tsx'
import { StateGlyph } from './state-glyph.tsx'
import { useWidth } from './use-width.ts'

const FIRST_WIDTH = 900
const NAME_WIDTH = 122
const LINK_WIDTH = 97

export interface HandoffChainProps {
  readonly lanes: readonly HandoffLane[]
  /** Where the page of a hand-off is; without it nothing opens. */
  readonly hrefOf?: (domain: string, sequence: number) => string
  /** Whose page is open. */
  readonly current?: { readonly domain: string; readonly sequence: number }
  readonly title?: string
  readonly note?: ReactNode
}

/** One lane for each domain, oldest at the left; the double line between two is the hash that the later one names. */
export function HandoffChain(props: HandoffChainProps): ReactElement {
  const { lanes, hrefOf, current, title = 'Sequences', note = 'each hand-off names the hash of the one before' } = props
  const [frame, width] = useWidth<HTMLUListElement>(FIRST_WIDTH)
  const count = linksThatFit(width - NAME_WIDTH, LINK_WIDTH)
  return (
    <Section title={title} note={note} link={<Legend lanes={lanes} />}>
      <ul ref={frame}>
        {lanes.map((lane) => {
          const shown = visibleLinks(lane.links, count)
          const hidden = lane.links.length - shown.length
          return (
            <li key={lane.domain} className={styles['lane']}>
              <div className={styles['name']}>
                <b title={lane.domain}>{lane.domain}</b>
                <p>{lane.note}</p>
              </div>
              <ol
                className={classNames(styles['chain'], hidden > 0 && styles['torn'])}
                aria-label={`Hand-offs of ${lane.domain}`}
              >
                {shown.map((link, index) => (
                  <li key={link.sequence} className={styles['place']}>
                    {index > 0 && <Joint link={link} before={shown[index - 1]} />}
                    <Sheet
                      link={link}
                      href={link.state === 'due' ? undefined : hrefOf?.(lane.domain, link.sequence)}
                      isCurrent={current?.domain === lane.domain && current.sequence === link.sequence}
                      domain={lane.domain}
                    />
                    <time dateTime={link.at}>{link.at.slice(0, 10)}</time>
                  </li>
                ))}
              </ol>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

/** Two lines while the hash was checked; open where numbers are left out between the two. */
function Joint({
  link,
  before,
}: {
  readonly link: HandoffLink
  readonly before: HandoffLink | undefined
}): ReactElement {
  const isNext = before !== undefined && before.sequence + 1 === link.sequence
  const looks = isNext && link.chained ? styles['joined'] : isNext ? styles['apart'] : styles['gap']
  return <i className={classNames(styles['joint'], looks)} aria-hidden />
}

interface SheetProps {
  readonly link: HandoffLink
  readonly href: string | undefined
  readonly isCurrent: boolean
  readonly domain: string
}

function Sheet({ link, href, isCurrent, domain }: SheetProps): ReactElement {
  const className = classNames(
    styles['sheet'],
    styles[link.state],
    link.heartbeat && styles['heartbeat'],
    isCurrent && styles['current'],
  )
  const content = (
    <>
      <b>
        {link.sequence.toLocaleString('en')}
        <StateGlyph tone={HANDOFF_TONES[link.state]} size={14} label={HANDOFF_WORDS[link.state]} />
      </b>
      <span title={link.carries}>{link.carries}</span>
    </>
  )
  if (href === undefined) return <div className={className}>{content}</div>
  return (
    <Link
      className={className}
      href={href}
      aria-label={`${domain} no. ${link.sequence}, ${link.carries}, ${link.at.slice(0, 10)}, ${HANDOFF_WORDS[link.state]}`}
      {...(isCurrent && { 'aria-current': 'page' as const })}
    >
      {content}
    </Link>
  )
}

function Legend({ lanes }: Pick<HandoffChainProps, 'lanes'>): ReactElement {
  return (
    <span className={styles['legend']}>
      {statesOf(lanes).map((state) => (
        <span key={state}>
          <StateGlyph tone={HANDOFF_TONES[state]} size={14} />
          {HANDOFF_WORDS[state]}
        </span>
      ))}
    </span>
  )
}
