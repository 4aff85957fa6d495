import { DoorOpen } from 'lucide-react'
import type { ReactElement } from 'react'
import { Button as AriaButton } from 'react-aria-components'

import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icon.tsx'
import styles from './theme-toggle.module.css'

/** At the foot of the rail, while a copy is open to be read. */
export function CloseButton({ onClose }: { readonly onClose: () => void }): ReactElement {
  return (
    <AriaButton className={classNames(styles['toggle'])} onPress={onClose}>
      <Icon of={DoorOpen} size={20} />
      <span>
        Close
        <br />
        the copy
      </span>
    </AriaButton>
  )
}
