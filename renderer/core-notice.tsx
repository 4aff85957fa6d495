import type { ReactElement } from 'react'

import { call } from './bridge/client.ts'
import { putNoticeAway, useCore } from './bridge/core-store.ts'
import styles from './core-notice.module.css'
import { Button } from './ui/button.tsx'
import { classNames } from './ui/class-names.ts'
import { StateGlyph } from './ui/state-glyph.tsx'

/** Under the bar, on every screen: what happened to the process that does the work. It stays until somebody has read it. */
export function CoreNotice(): ReactElement | null {
  const notice = useCore((store) => store.notice)
  if (notice === null) return null
  return (
    <section className={classNames(styles['notice'], styles[notice.tone])} role="alert" aria-label={notice.title}>
      <StateGlyph tone={notice.tone} size={18} />
      <p>
        <b>{notice.title}.</b> {notice.text}
      </p>
      {notice.canRestart && (
        <Button size="small" onPress={() => void call('host.restart-core', {})}>
          Start it again
        </Button>
      )}
      {notice.over && (
        <Button size="small" onPress={putNoticeAway}>
          I have read this
        </Button>
      )}
    </section>
  )
}
