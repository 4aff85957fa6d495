import type { ReactElement } from 'react'

import type { RunView } from '../../../../shared/ipc/contract/runs.ts'
import type { StepBodyOf } from '../../../../shared/ipc/contract/steps.ts'
import slots from '../../../ui/approval-slots.module.css'
import { classNames } from '../../../ui/class-names.ts'
import { Monogram, type Role } from '../../../ui/monogram.tsx'
import { StateGlyph } from '../../../ui/state-glyph.tsx'
import { PersonChoice } from '../person-choice.tsx'

export interface CustodianSlotsProps {
  readonly run: RunView
  readonly custodians: StepBodyOf<'split-pin'>['custodians']
  readonly chosen: string
  readonly onChoose: (person: string) => void
}

/** One box per custodian; who takes a share next is chosen in the first open one. */
export function CustodianSlots({ run, custodians, chosen, onChoose }: CustodianSlotsProps): ReactElement {
  const dealt = custodians.filter((one) => one.dealt)
  const open = custodians.filter((one) => !one.dealt)
  const role = (id: string): Role => run.people.find((each) => each.person.id === id)?.role ?? 'witness'
  return (
    <section className={slots['slots']} aria-label="Shares">
      <div className={slots['head']}>
        <h2>Shares</h2>
        <span>
          <b>
            {dealt.length} of {custodians.length}
          </b>{' '}
          taken
        </span>
      </div>
      <ul>
        {dealt.map(({ person, share }) => (
          <li key={person.id} className={classNames(slots['slot'], slots['done'])}>
            <Monogram name={person.name} role={role(person.id)} state="approved" />
            <div>
              <b>
                {person.name}
                <StateGlyph tone="ok" size={14} label="taken" />
              </b>
              <p>{share === 'paper' ? 'On paper, typed back.' : 'Sealed and read back.'}</p>
            </div>
          </li>
        ))}
        {open.length > 0 && (
          <li className={classNames(slots['slot'], slots['open'])}>
            <Monogram name={undefined} role="officer" state="expected" />
            <div>
              <b>{open.length === 1 ? 'One more share' : `${open.length} more shares`}</b>
              <PersonChoice
                label="Who takes a share"
                people={open.map(({ person }) => person)}
                role={({ id }) => role(id)}
                aside={({ id }) => asideOf(open.find(({ person }) => person.id === id))}
                chosen={chosen}
                onChoose={onChoose}
                isLocked={({ id }) => open.find(({ person }) => person.id === id)?.here === false}
              />
            </div>
          </li>
        )}
      </ul>
    </section>
  )
}

function asideOf(custodian: CustodianSlotsProps['custodians'][number] | undefined): string {
  if (custodian?.here === false) return 'not here'
  return custodian?.share === 'paper' ? 'paper' : 'sealed'
}
