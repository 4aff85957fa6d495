import { StrictMode, type ReactElement } from 'react'
import { createRoot } from 'react-dom/client'

import './styles/base.css'
import styles from './gallery/gallery.module.css'
import { Incidents } from './gallery/incidents.tsx'
import { Pictures } from './gallery/pictures.tsx'
import { PageSample } from './gallery/page-sample.tsx'
import { ShellSample } from './gallery/shell-sample.tsx'
import { Buttons, Choices, Fields, Lists, Notices, States } from './gallery/states.tsx'
import { applyTheme, readTheme } from './shell/theme.ts'
import { ThemeToggle } from './shell/theme-toggle.tsx'

/** Every component in every state, for the people who build screens. Not part of any build: no page of the program leads here. */
function Gallery(): ReactElement {
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>Conclave, the instrument</h1>
        <ThemeToggle />
      </header>
      <div className={styles['columns']}>
        <States />
        <Buttons />
        <Fields />
        <Choices />
        <Lists />
        <Notices />
      </div>
      <Pictures />
      <Incidents />
    </div>
  )
}

// ?shell, ?practice, ?drill and ?presenter show the window itself, ?page=transfers a page of it
const wanted = new URLSearchParams(location.search)
const named = wanted.get('page')
function wantedPage(): ReactElement {
  if (named !== null) return <PageSample page={named} />
  if (wanted.size === 0) return <Gallery />
  return (
    <ShellSample practice={wanted.has('practice')} drill={wanted.has('drill')} presenter={wanted.has('presenter')} />
  )
}

const root = document.querySelector('#root')
applyTheme(document.documentElement, readTheme(localStorage))
if (root !== null) {
  createRoot(root).render(<StrictMode>{wantedPage()}</StrictMode>)
}
