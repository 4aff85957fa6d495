import type { LucideIcon } from 'lucide-react'
import type { ReactElement } from 'react'

export interface IconProps {
  readonly of: LucideIcon
  readonly size?: 14 | 16 | 20 | 22 | 28
  /** Only where no word stands beside the icon. */
  readonly label?: string
}

export function Icon({ of: Drawing, size = 16, label }: IconProps): ReactElement {
  const name = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return <Drawing size={size} strokeWidth={size === 22 ? 1.6 : 1.75} {...name} />
}
