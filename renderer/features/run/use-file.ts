import { useState } from 'react'

import { call, type Request } from '../../bridge/client.ts'

export interface ChosenFile {
  readonly path: string
  readonly setPath: (path: string) => void
  /** Without spaces at the ends; empty while nothing is chosen. */
  readonly chosen: string
  readonly choose: () => void
}

/** One file from outside, typed or chosen in the dialog of the shell. */
export function useFile(dialog: Request<'host.choose-file'>): ChosenFile {
  const [path, setPath] = useState('')
  const choose = async (): Promise<void> => {
    const answer = await call('host.choose-file', dialog)
    if (answer.path !== null) setPath(answer.path)
  }
  return { path, setPath, chosen: path.trim(), choose: () => void choose() }
}
