import { Lock } from 'lucide-react'
import type { ReactElement } from 'react'
import { Button as AriaButton } from 'react-aria-components'

import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icon.tsx'
import styles from './theme-toggle.module.css'

/** At the foot of the rail: whoever leaves the console for a moment locks it. */
export function LockButton({ onLock }: { readonly onLock: () => void }): ReactElement {
  return (
    <AriaButton className={classNames(styles['toggle'])} aria-keyshortcuts="Control+L" onPress={onLock}>
      <Icon of={Lock} size={20} />
      <span>
        Lock
        <br />
        Ctrl L
      </span>
    </AriaButton>
  )
}
