import type { ReactElement } from 'react'

import type { RequestView } from '../../../shared/ipc/contract/transfer.ts'
import notice from '../../ui/notice.module.css'
import { classNames } from '../../ui/class-names.ts'
import { StateGlyph } from '../../ui/state-glyph.tsx'

/** What is not as the plan or the rules want it. The room would not have got so far: somebody changed the request, or made it. */
export function Objections({ request: { objections } }: { readonly request: RequestView }): ReactElement | null {
  if (objections.length === 0) return null
  return (
    <div className={classNames(notice['box'], notice['refused'])} role="alert">
      <h3>
        <StateGlyph tone="danger" size={18} />
        This request cannot be approved
      </h3>
      {objections.map((objection) => (
        <p key={objection}>{objection}.</p>
      ))}
      <p className={notice['remedy']}>Ask the people in the room. You can answer that you do not agree.</p>
    </div>
  )
}
