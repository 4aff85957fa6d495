import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { App } from './app.tsx'
import { applyTheme, readTheme } from './shell/theme.ts'
import { PageHead } from './ui/page-head.tsx'
import './styles/base.css'

const closed = <PageHead title="No facility is open">Open one, or found one.</PageHead>

applyTheme(document.documentElement, readTheme(localStorage))

const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App
      facility={null}
      screens={{ overview: () => closed, ceremonies: () => closed, hsms: () => closed, log: () => closed }}
      start={closed}
    />
  </StrictMode>,
)
