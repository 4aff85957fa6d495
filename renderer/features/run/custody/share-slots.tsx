import type { ReactElement, ReactNode } from 'react'

import type { OpeningView } from '../../../../shared/ipc/contract/opening.ts'
import slots from '../../../ui/approval-slots.module.css'
import { classNames } from '../../../ui/class-names.ts'
import { Monogram, type Role } from '../../../ui/monogram.tsx'
import { StateGlyph } from '../../../ui/state-glyph.tsx'
import { list } from '../wording.ts'

export interface ShareSlotsProps {
  readonly set: OpeningView['sets'][number]
  readonly role: (person: string) => Role
  /** Who gives a share next. */
  readonly chooser?: ReactNode
}

/** One box per share that is needed; the count stands above. */
export function ShareSlots({ set, role, chooser }: ShareSlotsProps): ReactElement {
  const given = set.custodians.filter((one) => one.given)
  const away = set.custodians.filter((one) => !one.given && !one.here)
  const open = Math.max(0, set.needed - given.length)
  return (
    <section className={slots['slots']} aria-label="Shares">
      <div className={slots['head']}>
        <h2>Shares</h2>
        <span>
          <b>
            {given.length} of {set.needed}
          </b>{' '}
          given
        </span>
      </div>
      <ul>
        {given.map(({ person }) => (
          <li key={person.id} className={classNames(slots['slot'], slots['done'])}>
            <Monogram name={person.name} role={role(person.id)} state="approved" />
            <div>
              <b>
                {person.name}
                <StateGlyph tone="ok" size={14} label="given" />
              </b>
              <p>The share is right.</p>
            </div>
          </li>
        ))}
        {Array.from({ length: open }, (_, at) => (
          <li key={at} className={classNames(slots['slot'], slots['open'])}>
            <Monogram name={undefined} role="officer" state="expected" />
            <div>
              <b>{open === 1 ? 'One more share' : at === 0 ? `First of ${open} more` : 'Another share'}</b>
              {at === 0 && (
                <>
                  {chooser}
                  {away.length > 0 && <p>not {list(away.map(({ person }) => person.name))} (not in the room)</p>}
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
