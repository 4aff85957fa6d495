import { ArrowLeftRight, Cpu, Gauge, ListTree, ScrollText, Siren } from 'lucide-react'

import type { RailArea } from '../ui/rail.tsx'
import { type AreaId, hrefTo } from '../route.ts'

/** The areas that exist. An area joins the rail together with its screen. */
export const RAIL_AREAS: readonly (RailArea & { readonly id: AreaId })[] = [
  { id: 'overview', label: 'Overview', icon: Gauge, href: hrefTo('overview') },
  { id: 'ceremonies', label: 'Ceremonies', icon: ScrollText, href: hrefTo('ceremonies') },
  { id: 'incidents', label: 'Incidents', icon: Siren, href: hrefTo('incidents') },
  { id: 'hsms', label: 'HSMs', icon: Cpu, href: hrefTo('hsms') },
  { id: 'transfers', label: 'Transfers', icon: ArrowLeftRight, href: hrefTo('transfers') },
  { id: 'log', label: 'Log', icon: ListTree, href: hrefTo('log') },
]
