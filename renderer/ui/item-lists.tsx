import type { ReactElement } from 'react'

import { classNames } from './class-names.ts'
import styles from './item-lists.module.css'
import type { ReviewedItem } from './reviewed-item.ts'
import { ScrollArea } from './scroll-area.tsx'
import { Section } from './section.tsx'

/** What one digest covers, row by row; a long list scrolls on its own. */
export function ItemLists({ item }: { readonly item: ReviewedItem }): ReactElement {
  return (
    <>
      {(item.lists ?? []).map(({ title, head, rows }) => (
        <Section key={title} title={title} note={rows.length.toLocaleString('en')}>
          <ScrollArea label={title} className={styles['list']}>
            <table className={styles['table']}>
              <thead>
                <tr>
                  {head.map((word) => (
                    <th key={word} scope="col">
                      {word}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((cells) => (
                  <tr key={cells.join(' ')}>
                    {cells.map((cell, column) => (
                      <td key={head[column]} className={classNames(isDigest(cell) && styles['digest'])} title={cell}>
                        {cell}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollArea>
        </Section>
      ))}
    </>
  )
}

function isDigest(cell: string): boolean {
  return /^[0-9a-f]{64}$/.test(cell)
}
