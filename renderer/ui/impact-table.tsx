import type { ReactElement } from 'react'

import { flowCount, type ImpactGraph, regionTotal, serviceTotal, graphTotal } from './impact-graph.ts'
import styles from './impact-flow.module.css'
import { ScrollArea } from './scroll-area.tsx'
import { State } from './state.tsx'

function cell(count: number): string {
  return count === 0 ? '' : count.toLocaleString('en')
}

/** The data of the picture, unfolded: for the keyboard, screen readers and people who rather read. */
export function ImpactTable({ label, graph }: { readonly label: string; readonly graph: ImpactGraph }): ReactElement {
  const services = graph.services.toSorted((a, b) => serviceTotal(graph, b.id) - serviceTotal(graph, a.id))
  const breaking = services.filter(({ breaks }) => breaks !== null).length
  return (
    <ScrollArea className={styles['scroll']} label={label}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">Service</th>
            {graph.regions.map(({ id, name }) => (
              <th key={id} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">All</th>
            <th scope="col">Will break</th>
          </tr>
        </thead>
        <tbody>
          {services.map(({ id, name, breaks }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              {graph.regions.map((region) => (
                <td key={region.id}>{cell(flowCount(graph, region.id, id))}</td>
              ))}
              <td>
                <b>{cell(serviceTotal(graph, id))}</b>
              </td>
              <td>{breaks !== null && <State tone="attention">{breaks}</State>}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{graph.source.name}</th>
            {graph.regions.map(({ id }) => (
              <td key={id}>{cell(regionTotal(graph, id))}</td>
            ))}
            <td>
              <b>{cell(graphTotal(graph))}</b>
            </td>
            <td>{breaking === 0 ? 'none' : breaking.toLocaleString('en')}</td>
          </tr>
        </tfoot>
      </table>
    </ScrollArea>
  )
}
