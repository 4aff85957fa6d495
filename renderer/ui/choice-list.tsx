import type { ReactElement } from 'react'
import { ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'

import styles from './choice-list.module.css'
import { classNames } from './class-names.ts'

export interface Choice {
  readonly id: string
  readonly label: string
  readonly description?: string
  /** May not be chosen; say why in `description`. */
  readonly isDisabled?: boolean
}

/** The list that a Select or ComboBox opens. */
export function ChoiceList({ choices }: { readonly choices: readonly Choice[] }): ReactElement {
  return (
    <Popover className={classNames(styles['popover'])} offset={4}>
      <ListBox
        items={choices}
        className={classNames(styles['list'])}
        renderEmptyState={() => <p className={styles['empty']}>Nothing matches</p>}
      >
        {(choice) => (
          <ListBoxItem
            id={choice.id}
            textValue={choice.label}
            isDisabled={choice.isDisabled ?? false}
            className={classNames(styles['item'])}
          >
            <Text slot="label">{choice.label}</Text>
            {choice.description !== undefined && (
              <Text slot="description" className={classNames(styles['description'])}>
                {choice.description}
              </Text>
            )}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  )
}
