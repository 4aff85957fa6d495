import type { ReactElement, ReactNode } from 'react'

import { roleWord } from '../../shared/ids.ts'
import styles from './approval-slots.module.css'
import { classNames } from './class-names.ts'
import { Monogram, type Role } from './monogram.tsx'
import { StateGlyph } from './state-glyph.tsx'

export interface NamedPerson {
  readonly id: string
  readonly name: string
}

/** The contract's `approvalSlots` fits: spread it. */
export interface ApprovalSlotsProps {
  readonly needed: number
  /** Whose approval is needed: so many of each role. */
  readonly quorum: readonly { readonly role: Role; readonly count: number }[]
  /** Who approved; `time` is ISO 8601 of UTC, `entry` the place in the log, once it is there. */
  readonly given: readonly {
    readonly person: NamedPerson
    readonly role: Role
    readonly time: string
    readonly entry?: number
    readonly elsewhere?: boolean
  }[]
  /** Who may still approve. */
  readonly candidates: readonly NamedPerson[]
  /** Who may not, and why in a few words: "started it". */
  readonly excluded?: readonly { readonly person: NamedPerson; readonly reason: string }[]
  /** Who said that they do not agree, with their words. */
  readonly refusals?: readonly { readonly person: NamedPerson; readonly reason: string; readonly time: string }[]
  readonly title?: string
  /** In the first open slot instead of the names: who of the candidates acts now. */
  readonly chooser?: ReactNode
}

function openTitle(role: Role, open: number, isFirst: boolean): string {
  if (open === 1) return `One more ${role}`
  return isFirst ? `First ${role} of ${open}` : `Another ${role}`
}

/** One role for each slot that is still open. */
function openRoles({ quorum, given }: Pick<ApprovalSlotsProps, 'quorum' | 'given'>): readonly Role[] {
  return quorum.flatMap(({ role, count }) => {
    const left = count - given.filter((each) => each.role === role).length
    return Array.from({ length: Math.max(0, left) }, () => role)
  })
}

/** "officers", "officers and 1 witness" after "2 of 3". */
function rolesInWords(quorum: ApprovalSlotsProps['quorum'], needed: number): string {
  const [first] = quorum
  if (quorum.length === 1 && first !== undefined) return needed === 1 ? first.role : roleWord(first.role, 2)
  return `: ${quorum.map(({ role, count }) => `${count} ${roleWord(role, count)}`).join(' and ')}`
}

/** Who may not for the same reason stands in one line. */
function byReason(excluded: NonNullable<ApprovalSlotsProps['excluded']>): (readonly [string, readonly string[]])[] {
  const reasons = new Set(excluded.map(({ reason }) => reason))
  return [...reasons].map((reason) => [
    reason,
    excluded.filter((each) => each.reason === reason).map(({ person }) => person.name),
  ])
}

/** One box per required approval; the count stands above. */
export function ApprovalSlots(props: ApprovalSlotsProps): ReactElement {
  const { needed, quorum, given, candidates, excluded = [], refusals = [], title = 'Approvals', chooser } = props
  const open = openRoles({ quorum, given })
  const fallback = quorum[0]?.role ?? 'officer'
  return (
    <section className={styles['slots']} aria-label={title}>
      <div className={styles['head']}>
        <h2>{title}</h2>
        <span>
          <b>
            {given.length} of {needed}
          </b>
          {quorum.length === 1 && ' '}
          {rolesInWords(quorum, needed)}
        </span>
      </div>
      <ul>
        {given.map(({ person, role, time, entry, elsewhere = false }) => (
          <li key={person.id} className={classNames(styles['slot'], styles['done'])}>
            <Monogram name={person.name} role={role} state="approved" />
            <div>
              <b>
                {person.name}
                <StateGlyph tone="ok" size={14} label="approved" />
              </b>
              <p>
                {time.slice(11, 19)}Z{entry !== undefined && `, entry ${entry.toLocaleString('en')}`}
                {elsewhere && ', given elsewhere'}
              </p>
            </div>
          </li>
        ))}
        {refusals.map(({ person, reason, time }) => (
          <li key={`${person.id} ${time}`} className={classNames(styles['slot'], styles['refused'])}>
            <Monogram name={person.name} role={fallback} />
            <div>
              <b>
                {person.name} does not agree
                <StateGlyph tone="danger" size={14} />
              </b>
              <p>
                {time.slice(11, 19)}Z: {reason}
              </p>
            </div>
          </li>
        ))}
        {open.map((role, index) => (
          // Empty slots are alike: their place is all that tells them apart.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`open ${index}`} className={classNames(styles['slot'], styles['open'])}>
            <Monogram name={undefined} role={role} state="expected" />
            <div>
              <b>{openTitle(role, open.filter((each) => each === role).length, open.indexOf(role) === index)}</b>
              {index === 0 && (
                <>
                  {chooser ?? (
                    <p>
                      {candidates.length === 0
                        ? 'Nobody who is present may approve'
                        : candidates.map((person) => person.name).join(', ')}
                    </p>
                  )}
                  {byReason(excluded).map(([reason, names]) => (
                    <p key={reason}>
                      not {names.join(', ')} ({reason})
                    </p>
                  ))}
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
