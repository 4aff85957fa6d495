import { type CSSProperties, type ReactElement, useId, useState } from 'react'

import { classNames } from './class-names.ts'
import styles from './impact-flow.module.css'
import { graphTotal, type ImpactGraph } from './impact-graph.ts'
import { type Box, impactHeight, layoutImpact, type Ribbon } from './impact-layout.ts'
import { StateGlyph } from './state-glyph.tsx'
import { useWidth } from './use-width.ts'

const FIRST_WIDTH = 688
/** A box as high as this has room for a second line. */
const TWO_LINES = 42

interface Pointed {
  readonly region?: string
  readonly service?: string
}

function isDimmed(ribbon: Ribbon, pointed: Pointed | undefined): boolean {
  if (pointed === undefined) return false
  if (pointed.region !== undefined) return ribbon.region !== pointed.region
  return ribbon.service !== undefined && ribbon.service !== pointed.service
}

function place({ x, y, width, height }: Box): CSSProperties {
  return { left: x, top: y, width, height }
}

function number(value: number): string {
  return value.toLocaleString('en')
}

/** Flows left to right. What will break is amber, hatched and has the triangle, so that it shows without colour too. */
export function ImpactPicture({ label, graph }: { readonly label: string; readonly graph: ImpactGraph }): ReactElement {
  const [frame, width] = useWidth<HTMLElement>(FIRST_WIDTH)
  const [pointed, setPointed] = useState<Pointed>()
  const hatch = useId()
  const layout = layoutImpact(graph, width)
  return (
    <figure
      ref={frame}
      className={styles['figure']}
      style={{ height: impactHeight(graph) }}
      // a picture made of SVG with HTML labels: there is no file that an img could name
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="img"
      aria-label={label}
    >
      <svg width={layout.width} height={layout.height} aria-hidden>
        <defs>
          <pattern id={hatch} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="7" height="7" className={styles['hatchGround']} />
            <rect width="2" height="7" className={styles['hatchLine']} />
          </pattern>
        </defs>
        {[...layout.ribbons]
          // what breaks lies on top
          .toSorted((a, b) => Number(a.breaks) - Number(b.breaks))
          .map((ribbon) => (
            <path
              key={ribbon.key}
              d={ribbon.path}
              className={classNames(
                styles['ribbon'],
                ribbon.service === undefined && styles['trunk'],
                ribbon.breaks && styles['breaking'],
                isDimmed(ribbon, pointed) && styles['dimmed'],
              )}
              {...(ribbon.breaks && { style: { fill: `url(#${hatch})` } })}
            />
          ))}
      </svg>
      <div className={styles['source']} style={place(layout.source)} title={graph.source.name}>
        <b>{graph.source.name}</b>
        <span>{graph.source.note}</span>
        <strong>{number(graphTotal(graph))}</strong>
      </div>
      {layout.regions.map((box, index) => {
        const region = graph.regions[index]
        return (
          <div
            key={box.id}
            className={classNames(styles['region'], box.height < TWO_LINES && styles['oneLine'])}
            style={place(box)}
            title={`${region?.name ?? ''}: ${number(box.count)} certificates, ${region?.note ?? ''}`}
            onPointerEnter={() => setPointed({ region: box.id })}
            onPointerLeave={() => setPointed(undefined)}
          >
            <b>{region?.name}</b>
            <span>{region?.note}</span>
          </div>
        )
      })}
      {layout.services.map((box, index) => {
        const service = graph.services[index]
        const breaks = service?.breaks ?? null
        return (
          <div
            key={box.id}
            className={classNames(styles['service'], breaks !== null && styles['breaks'])}
            style={{ ...place(box), width: box.width + layout.labelWidth }}
            title={`${service?.name ?? ''}: ${number(box.count)} certificates${breaks === null ? '' : `, ${breaks}`}`}
            onPointerEnter={() => setPointed({ service: box.id })}
            onPointerLeave={() => setPointed(undefined)}
          >
            <i />
            <b>{service?.name}</b>
            {breaks !== null && <StateGlyph tone="attention" size={14} />}
            <span>{number(box.count)}</span>
          </div>
        )
      })}
    </figure>
  )
}
