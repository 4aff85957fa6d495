import { type ReactElement, type ReactNode, useState } from 'react'

import { LinkButton } from './button.tsx'
import { type ImpactGraph, foldGraph, graphTotal } from './impact-graph.ts'
import { ImpactPicture } from './impact-picture.tsx'
import { ImpactTable } from './impact-table.tsx'
import { Section } from './section.tsx'
import { State } from './state.tsx'
import styles from './impact-flow.module.css'

export interface ImpactFlowProps {
  readonly title: string
  /** "425 services in 3 regions, inventory of 02:10Z" */
  readonly note: ReactNode
  readonly graph: ImpactGraph
}

/** What hangs on a key: from it to regions to services, as high as there are certificates; or the same as a table. */
export function ImpactFlow({ title, note, graph }: ImpactFlowProps): ReactElement {
  const [asTable, setAsTable] = useState(false)
  const breaking = graph.services.filter(({ breaks }) => breaks !== null)
  const link = (
    <span className={styles['link']}>
      {breaking.length > 0 && <State tone="attention">{breakingWords(breaking.length)}</State>}
      <LinkButton onPress={() => setAsTable(!asTable)}>{asTable ? 'As a picture' : 'As a table'}</LinkButton>
    </span>
  )
  return (
    <Section title={title} note={note} link={link}>
      {asTable ? (
        <ImpactTable label={title} graph={graph} />
      ) : (
        <ImpactPicture
          label={`${title}: ${graphTotal(graph).toLocaleString('en')} certificates of ${graph.source.name} in ${graph.regions.length} regions and ${graph.services.length} services. The same data is there as a table.`}
          graph={foldGraph(graph)}
        />
      )}
    </Section>
  )
}

function breakingWords(count: number): string {
  return count === 1 ? '1 service will break' : `${count.toLocaleString('en')} services will break`
}
