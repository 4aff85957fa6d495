import type { ReactElement, ReactNode } from 'react'

import { App } from '../app.tsx'
import { WhatHappened } from '../features/incidents/what-happened.tsx'
import { TransfersPage } from '../features/transfer/transfers-page.tsx'
import { CELLS } from './samples.ts'
import { TRANSFERS } from './transfer-samples.ts'

const PAGES: Readonly<Record<string, () => ReactNode>> = {
  'what-happened': () => <WhatHappened />,
  transfers: () => <TransfersPage view={TRANSFERS} />,
  'transfers-empty': () => (
    <TransfersPage
      view={{
        ...TRANSFERS,
        headline: 'Nothing has left the room yet',
        sentence: '',
        lanes: [],
        findings: [],
        regions: [],
        waiting: [],
        quarantine: [],
      }}
    />
  ),
}

/** A page of the window with samples, at its real size: `?page=transfers`. */
export function PageSample({ page }: { readonly page: string }): ReactElement {
  const draw = PAGES[page] ?? (() => <p>There is no page “{page}”.</p>)
  return (
    <App
      facility={{
        name: 'Zürich vault B',
        practice: false,
        readOnly: false,
        cells: CELLS.filter(({ id }) => id !== 'hsm-a'),
      }}
      incidents={[]}
      screens={{
        overview: draw,
        ceremonies: draw,
        incidents: draw,
        hsms: draw,
        transfers: draw,
        log: draw,
      }}
      start={null}
    />
  )
}
