import { useState } from 'react'

import { call, type Request } from '../../bridge/client.ts'

/** A file or a folder of the world outside: typed, or chosen in the dialog of the system. */
export interface ChosenPath {
  readonly path: string
  readonly setPath: (path: string) => void
  /** Without spaces at the ends; empty while nothing is chosen. */
  readonly chosen: string
  readonly choose: () => void
}

export function useFile(dialog: Request<'host.choose-file'>): ChosenPath {
  return useChosen(() => call('host.choose-file', dialog))
}

export function useFolder(dialog: Request<'host.choose-folder'>): ChosenPath {
  return useChosen(() => call('host.choose-folder', dialog))
}

function useChosen(ask: () => Promise<{ readonly path: string | null }>): ChosenPath {
  const [path, setPath] = useState('')
  const choose = async (): Promise<void> => {
    const answer = await ask()
    if (answer.path !== null) setPath(answer.path)
  }
  return { path, setPath, chosen: path.trim(), choose: () => void choose() }
}
