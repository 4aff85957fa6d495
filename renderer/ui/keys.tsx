import type { ReactElement } from 'react'

import styles from './keys.module.css'

/** A key of the keyboard. */
export function Keys({ children }: { readonly children: string }): ReactElement {
  return <kbd className={styles['keys']}>{children}</kbd>
}
