import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { ConclaveWindow } from './conclave-window.tsx'
import { applyTheme, readTheme } from './shell/theme.ts'
import './styles/base.css'

applyTheme(document.documentElement, readTheme(localStorage))

const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <ConclaveWindow />
  </StrictMode>,
)
