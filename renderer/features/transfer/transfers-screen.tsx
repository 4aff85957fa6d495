import { type ReactElement, useState } from 'react'

import type { Route } from '../../route.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { useNow } from '../../ui/use-now.ts'
import { DiscardDialog } from './discard-dialog.tsx'
import { HandoffDetail } from './handoff-detail.tsx'
import { LookDialog } from './look-dialog.tsx'
import { TransfersPage } from './transfers-page.tsx'
import type { QuarantinedFile } from './transfers-view.ts'
import { transfersWords } from './transfers-words.ts'
import styles from './transfers-page.module.css'

const NOTHING = {}

/** `['out', domain, sequence]` is one hand-off; all else is the whole. */
export function TransfersScreen({ rest }: { readonly rest: Route['rest'] }): ReactElement | null {
  const { value, failure } = useReading('transfers.read', NOTHING)
  const now = useNow()
  const [looking, setLooking] = useState<QuarantinedFile | null>(null)
  const [discarding, setDiscarding] = useState<QuarantinedFile | null>(null)
  if (value === undefined) {
    return failure === null ? null : (
      <div className={styles['failure']}>
        <FailureNote failure={failure} />
      </div>
    )
  }
  const [what, name, sequence] = rest
  const domain = what === 'out' ? value.domains.find((each) => each.domain === name) : undefined
  const handoff = domain?.handoffs.find((each) => String(each.sequence) === sequence)
  return (
    <>
      <TransfersPage
        view={transfersWords(value, now)}
        failure={failure === null ? undefined : <FailureNote failure={failure} />}
        onLook={setLooking}
        onDiscard={setDiscarding}
        {...(domain !== undefined &&
          handoff !== undefined && {
            current: { domain: domain.domain, sequence: handoff.sequence },
            detail: <HandoffDetail domain={domain} handoff={handoff} />,
          })}
      />
      {looking?.copy && <LookDialog file={looking} copy={looking.copy} onClose={() => setLooking(null)} />}
      {discarding?.copy && (
        <DiscardDialog file={discarding} copy={discarding.copy} onClose={() => setDiscarding(null)} />
      )}
    </>
  )
}
