import { useEffect, useState } from 'react'

import type { CredentialView } from '../../shared/ipc/contract/views.ts'
import { call } from '../bridge/client.ts'
import { useFacility } from '../bridge/facility-store.ts'

export interface Named {
  readonly id: string
  readonly name: string
}

export interface CredentialChoice {
  /** With what this person may sign now. */
  readonly credentials: readonly CredentialView[]
  /** The chosen one, else the key file in the facility, else the first: as core would take. */
  readonly credential: CredentialView | undefined
  readonly choose: (id: string) => void
  /** Path of the key file on their own media, as the dialog of the shell said; empty while none is chosen. */
  readonly keyFile: string
  readonly chooseKeyFile: () => void
  /** Reads the cards in the readers again. */
  readonly look: () => void
}

/** With which of their credentials a person signs. What was chosen for one person never stands for another. */
export function useCredential(person: Named | undefined): CredentialChoice {
  const credentials = useFacility((store) => store.facility?.people.find(({ id }) => id === person?.id)?.credentials)
  const [picked, setPicked] = useState({ person: '', credential: '' })
  const [file, setFile] = useState({ person: '', path: '' })
  const active = credentials ?? []
  const credential =
    (picked.person === person?.id ? active.find(({ id }) => id === picked.credential) : undefined) ??
    active.find((one) => one.kind === 'key-file' && one.place === 'facility') ??
    active[0]
  const card = credential?.kind === 'card' ? `${credential.label} ${credential.serial}` : null
  useEffect(() => {
    if (card !== null) lookAtCards()
  }, [card])
  return {
    credentials: active,
    credential,
    choose: (id) => setPicked({ person: person?.id ?? '', credential: id }),
    keyFile: file.person === person?.id ? file.path : '',
    chooseKeyFile: () => {
      if (person !== undefined) void askForKeyFile(person).then(setFile, () => undefined)
    },
    look: lookAtCards,
  }
}

/** What it finds comes with the next reading of the facility. */
export function lookAtCards(): void {
  call('hsms.look', {}).catch(() => undefined)
}

async function askForKeyFile(person: Named): Promise<{ person: string; path: string }> {
  const title = `The key file of ${person.name}`
  const { path } = await call('host.choose-file', { title, kind: 'Key files', extensions: ['json'] })
  return { person: person.id, path: path ?? '' }
}
