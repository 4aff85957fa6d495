import { useState } from 'react'

import { call } from '../../bridge/client.ts'

export interface ChosenFolder {
  readonly path: string
  readonly setPath: (path: string) => void
  /** Without blanks around it; empty until one is chosen. */
  readonly chosen: string
  readonly choose: () => void
}

/** A folder that a step writes to: typed, or chosen in the dialog of the system. */
export function useFolder(dialog: { readonly title: string; readonly buttonLabel: string }): ChosenFolder {
  const [path, setPath] = useState('')
  const ask = async (): Promise<void> => {
    const answer = await call('host.choose-folder', dialog)
    if (answer.path !== null) setPath(answer.path)
  }
  return { path, setPath, chosen: path.trim(), choose: () => void ask() }
}
