import { type ReactElement, useState } from 'react'

import type { ApprovalItem } from '../../../../shared/ipc/contract/approval-item.ts'
import { HandField } from '../../../people/hand-field.tsx'
import { useHand } from '../../../people/use-hand.ts'
import { ApprovalSlots } from '../../../ui/approval-slots.tsx'
import { Button, LinkButton } from '../../../ui/button.tsx'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { ItemFacts } from '../../../ui/item-facts.tsx'
import { ItemLists } from '../../../ui/item-lists.tsx'
import { digestTitle, ItemTable } from '../../../ui/item-panel.tsx'
import { ItemTabs } from '../../../ui/item-tabs.tsx'
import { ElsewhereDialog } from '../elsewhere-dialog.tsx'
import { PersonChoice } from '../person-choice.tsx'
import { useAct, useInPractice, useIsWorking, useRefusal } from '../run-context.ts'
import { SignBar } from '../sign-bar.tsx'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import { useLooks } from '../../../ui/use-looks.ts'
import { SECRET_CODES } from '../../../ui/use-secret.ts'
import styles from './approve.module.css'
import { RefuseBar } from './refuse-bar.tsx'

/** Two people, one after the other, over exactly these bytes. The person and the secret stand beside what is approved. */
export function ApproveStep({ run, step, body }: StepProps<'approve'>): ReactElement {
  const { items, slots } = body
  const act = useAct()
  const working = useIsWorking()
  const inPractice = useInPractice()
  const failure = useRefusal('run.approve')
  const [picked, setPicked] = useState<string>()
  const [refusing, setRefusing] = useState(false)
  const [elsewhere, setElsewhere] = useState(false)
  const looks = useLooks(items.length, slots.given.length)
  const person = slots.candidates.find((candidate) => candidate.id === picked) ?? slots.candidates[0]
  const name = person?.name ?? 'nobody'
  const hand = useHand(person, failure)
  const item = items[looks.shown] ?? items[0]
  if (item === undefined) throw new Error('an approval has at least one item')

  const wanted = slots.quorum.map(({ role }) => role)
  const lock = lockReason(person === undefined ? wanted.join(' or ') : null, looks.missing)
  const approve = (): void => {
    const given = lock === undefined ? hand.take() : null
    if (given !== null) void act('run.approve', { ...at(run), ...given, items: items.map(({ tbs }) => tbs.hex) })
  }
  const bar = refusing ? (
    <RefuseBar run={run} people={slots.candidates} onClose={() => setRefusing(false)} />
  ) : (
    <SignBar
      writes={step.writes}
      spares={
        <>
          {step.doesNot}{' '}
          {items.every(({ kind }) => kind !== 'document') && (
            <LinkButton onPress={() => setElsewhere(true)}>Approve elsewhere …</LinkButton>
          )}
        </>
      }
      secret={<HandField hand={hand} onEnter={approve} />}
    >
      <Button variant="danger" size="tall" onPress={() => setRefusing(true)}>
        I do not agree
      </Button>
      <Button variant="primary" size="tall" isPending={working} locked={lock} note={noteOf(items)} onPress={approve}>
        Approve{inPractice} as {name}
      </Button>
    </SignBar>
  )
  return (
    <>
      <StepFrame run={run} onSubmit={refusing ? undefined : approve} shownInPlace={SECRET_CODES} bar={bar}>
        {items.length > 1 && <ItemTabs items={items} shown={looks.shown} seen={looks.seen} onShow={looks.show} />}
        <ItemTable item={item} />
        <ItemFacts item={item} />
        <div className={styles['columns']}>
          <DigestBlock title={digestTitle(item)} digest={item.tbs} />
          <ApprovalSlots
            {...slots}
            excluded={slots.excluded.filter((each) => each.person.roles.some((role) => wanted.includes(role)))}
            refusals={step.refusals}
            chooser={
              takesInput(step) && slots.candidates.length > 0 ? (
                <PersonChoice
                  label="Who approves"
                  people={slots.candidates}
                  role={({ id }) => run.people.find((each) => each.person.id === id)?.role ?? 'officer'}
                  chosen={person?.id}
                  onChoose={setPicked}
                />
              ) : undefined
            }
          />
        </div>
        <ItemLists item={item} />
      </StepFrame>
      <ElsewhereDialog run={run} isOpen={elsewhere} onClose={() => setElsewhere(false)} />
    </>
  )
}

function lockReason(missingRole: string | null, missingItem: number | null): string | undefined {
  if (missingRole !== null) return `Nobody who is present may approve as ${missingRole}.`
  if (missingItem !== null) return `Look at item ${missingItem + 1} first: the approval covers all of them.`
  return undefined
}

function noteOf(items: readonly ApprovalItem[]): string {
  const [first] = items
  if (items.length > 1) return `All ${items.length} items, exactly as shown.`
  return `Exactly these ${(first?.size ?? 0).toLocaleString('en')} bytes.`
}
