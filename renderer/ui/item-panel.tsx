import type { ReactElement } from 'react'

import { ComparisonTable } from './comparison-table.tsx'
import { DigestBlock } from './digest-block.tsx'
import { ItemFacts } from './item-facts.tsx'
import { ItemLists } from './item-lists.tsx'
import type { ReviewedItem } from './reviewed-item.ts'

/** What is to be signed: plan beside bytes. */
export function ItemTable({ item }: { readonly item: ReviewedItem }): ReactElement {
  return (
    <ComparisonTable
      rows={item.rows}
      label={item.title}
      planTitle={item.kind === 'document' ? 'Now' : 'Plan'}
      actualTitle={item.kind === 'document' ? 'To be approved' : 'To be signed'}
      actualNote={`${item.size.toLocaleString('en')} bytes, decoded`}
    />
  )
}

/** The same with its digest, where nobody approves beside it. */
export function ItemPanel({ item }: { readonly item: ReviewedItem }): ReactElement {
  return (
    <>
      <ItemTable item={item} />
      <ItemFacts item={item} />
      <ItemLists item={item} />
      <DigestBlock title={digestTitle(item)} digest={item.tbs} />
    </>
  )
}

export function digestTitle(item: ReviewedItem): string {
  if (item.kind === 'document') return 'Document SHA-256'
  return item.kind === 'cms-signed-attributes' ? 'Signed attributes SHA-256' : 'TBS SHA-256'
}
