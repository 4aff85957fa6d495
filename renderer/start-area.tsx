import { type ReactElement, useState } from 'react'

import { FoundingScreen } from './features/founding/founding-screen.tsx'
import { StartPage } from './features/start/start-page.tsx'

/** While nothing is open: the ways in, or the founding of a production facility. */
export function StartArea(): ReactElement {
  const [founding, setFounding] = useState(false)
  return founding ? (
    <FoundingScreen onBack={() => setFounding(false)} />
  ) : (
    <StartPage onFound={() => setFounding(true)} />
  )
}
