import type { ReactElement } from 'react'

import { App } from '../app.tsx'
import { Button } from '../ui/button.tsx'
import { DrillFrame } from '../ui/drill-frame.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ValidityBars } from '../ui/validity-bars.tsx'
import styles from './gallery.module.css'
import { AUTHORITIES, CELLS, NOW } from './samples.ts'

/** The whole window, to judge the shell at its real size. */
export function ShellSample({
  practice,
  drill,
  presenter,
}: {
  readonly practice: boolean
  readonly drill: boolean
  readonly presenter: boolean
}): ReactElement {
  const page = (
    <>
      <PageHead
        title="One thing before the room is ready"
        actions={<Button variant="primary">Record the bag of disc MF-0312</Button>}
      >
        Ceremony <b>Issue Fleet Issuing US-2</b> is planned for 10:00Z, in 1 h 18 min.
      </PageHead>
      <div className={styles['padded']}>
        <ValidityBars title="Authorities" note="2 roots, 5 issuing CAs" rows={AUTHORITIES} now={NOW} />
      </div>
    </>
  )
  const screen = drill ? (
    <DrillFrame title="Issuing CA compromise" size={presenter ? 'presenter' : 'normal'}>
      {page}
    </DrillFrame>
  ) : (
    page
  )
  return (
    <App
      facility={{
        name: 'Zürich vault B',
        practice,
        readOnly: false,
        cells: CELLS.filter((cell) => cell.id !== 'hsm-a'),
      }}
      console={{ name: 'Hanna Voss', role: 'administrator' }}
      presenter={presenter}
      incidents={[
        {
          id: '7',
          name: drill ? 'Drill 7' : 'Incident 7',
          since: new Date(NOW).toISOString(),
          drill,
          href: '#/overview',
        },
      ]}
      screens={{
        overview: () => screen,
        ceremonies: () => screen,
        incidents: () => screen,
        hsms: () => screen,
        transfers: () => screen,
        log: () => screen,
      }}
      start={null}
    />
  )
}
