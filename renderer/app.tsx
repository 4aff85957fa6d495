import type { ReactElement, ReactNode } from 'react'

import { type AreaId, type Route, useRoute } from './route.ts'
import { RAIL_AREAS } from './shell/areas.ts'
import { ErrorBoundary } from './shell/error-boundary.tsx'
import { Shell, type ShellProps } from './shell/shell.tsx'

export interface OpenFacility {
  readonly name: string
  readonly practice: boolean
  /** A copy that is only looked at: the log is all that there is. */
  readonly readOnly: boolean
  readonly cells: ShellProps['cells']
}

export interface AppProps {
  /** Null: none is open. */
  readonly facility: OpenFacility | null
  readonly console?: ShellProps['console']
  readonly incidents?: ShellProps['incidents'] | undefined
  readonly presenter?: boolean
  /** In the place of everything but the bar; null while the console can be used. */
  readonly locked?: ReactNode
  readonly onLock?: (() => void) | undefined
  readonly onClose?: (() => void) | undefined
  readonly notice?: ReactNode
  /** One screen per area; `rest` is what follows the area in the address. */
  readonly screens: Readonly<Record<AreaId, (rest: Route['rest']) => ReactNode>>
  /** While no facility is open, instead of every area but the one that needs none: transfers. */
  readonly start: ReactNode
}

function modeOf(facility: OpenFacility | null): string {
  if (facility === null) return 'No facility is open'
  if (facility.readOnly)
    return facility.practice ? 'Read only, copy of a practice facility' : 'Read only, copy of a facility'
  return facility.practice ? 'Practice facility' : 'Production facility'
}

/** The window: the shell around the screen that the address names. */
export function App({
  facility,
  console: atConsole,
  incidents,
  presenter = false,
  locked = null,
  onLock,
  onClose,
  notice,
  screens,
  start,
}: AppProps): ReactElement {
  const named = useRoute()
  const readOnly = facility?.readOnly === true
  const route = readOnly && named.area !== 'log' ? { area: 'log' as const, rest: [] } : named
  const areas = facility === null ? [] : RAIL_AREAS.filter(({ id }) => !readOnly || id === 'log')
  return (
    <Shell
      facility={{
        name: facility?.name ?? 'Conclave',
        mode: modeOf(facility),
        practice: facility?.practice ?? false,
      }}
      cells={facility?.cells ?? []}
      areas={areas}
      current={route.area}
      console={atConsole}
      {...(incidents !== undefined && { incidents })}
      presenter={presenter}
      bare={locked !== null}
      onLock={onLock}
      onClose={onClose}
      notice={notice}
    >
      <ErrorBoundary key={locked === null ? route.area : 'locked'}>
        {locked ?? (facility === null && route.area !== 'transfers' ? start : screens[route.area](route.rest))}
      </ErrorBoundary>
    </Shell>
  )
}
