import { ChevronRight } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Button as AriaButton, Disclosure as AriaDisclosure, DisclosurePanel, Heading } from 'react-aria-components'

import { classNames } from './class-names.ts'
import styles from './disclosure.module.css'
import { Icon } from './icon.tsx'

export interface DisclosureProps {
  readonly title: ReactNode
  readonly note?: ReactNode
  readonly children: ReactNode
  readonly defaultExpanded?: boolean
}

/** Detail that is not needed at once. Nothing an auditor needs at once goes in here. */
export function Disclosure({ title, note, children, defaultExpanded = false }: DisclosureProps): ReactElement {
  return (
    <AriaDisclosure className={classNames(styles['disclosure'])} defaultExpanded={defaultExpanded}>
      <Heading className={styles['heading'] ?? ''}>
        <AriaButton slot="trigger" className={classNames(styles['trigger'])}>
          <Icon of={ChevronRight} size={14} />
          <span>{title}</span>
          {note !== undefined && <span className={styles['note']}>{note}</span>}
        </AriaButton>
      </Heading>
      <DisclosurePanel className={classNames(styles['panel'])}>{children}</DisclosurePanel>
    </AriaDisclosure>
  )
}
