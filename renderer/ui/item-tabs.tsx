import type { ReactElement } from 'react'
import { Button as AriaButton } from 'react-aria-components'

import { classNames } from './class-names.ts'
import type { ReviewedItem } from './reviewed-item.ts'
import { StateGlyph } from './state-glyph.tsx'
import styles from './item-tabs.module.css'

export interface ItemTabsProps {
  readonly items: readonly ReviewedItem[]
  readonly shown: number
  /** Which were on the screen already. */
  readonly seen: ReadonlySet<number>
  readonly onShow: (index: number) => void
}

/** One approval over several things: each is looked at, one by one. */
export function ItemTabs({ items, shown, seen, onShow }: ItemTabsProps): ReactElement {
  return (
    <nav className={styles['tabs']} aria-label="What is approved together">
      {items.map((item, index) => (
        <AriaButton
          key={item.tbs.hex}
          className={classNames(styles['tab'], index === shown && styles['shown'])}
          aria-current={index === shown ? 'true' : 'false'}
          onPress={() => onShow(index)}
        >
          <StateGlyph tone={index === shown ? 'now' : seen.has(index) ? 'ok' : 'next'} size={15} />
          <span className={styles['words']}>
            <b>
              {index + 1} of {items.length}
              {!seen.has(index) && ', not looked at yet'}
            </b>
            <span>{item.title}</span>
          </span>
        </AriaButton>
      ))}
    </nav>
  )
}
