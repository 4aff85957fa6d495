import { type ReactElement, useState } from 'react'

import { ListRow, Rows } from '../../../ui/list-row.tsx'
import { Section } from '../../../ui/section.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { FindingRows } from '../finding-rows.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import styles from './steps.module.css'

interface Typed {
  readonly opened: string
  readonly sealed: string
}

const NOTHING: Typed = { opened: '', sealed: '' }

/** The numbers as they are printed on the bags, beside where the log says that each thing is. */
export function RecordBagStep({ run, step, body }: StepProps<'record-bag'>): ReactElement {
  const act = useAct()
  const [typed, setTyped] = useState<readonly Typed[]>([])
  const of = (index: number): Typed => typed[index] ?? NOTHING
  const set = (index: number, more: Partial<Typed>): void => {
    setTyped(body.items.map((_item, place) => (place === index ? { ...of(place), ...more } : of(place))))
  }
  const missing = body.items.find((_item, index) => of(index).opened.trim() === '' && of(index).sealed.trim() === '')
  const perform = (): void => {
    const bags = body.items.map((_item, index) => ({
      opened: of(index).opened.trim() || null,
      sealed: of(index).sealed.trim() || null,
    }))
    void act('run.perform', { ...at(run), input: { kind: 'bags', bags } })
  }
  return (
    <StepFrame
      run={run}
      onSubmit={perform}
      bar={
        <PerformBar
          step={step}
          locked={missing === undefined ? undefined : `Type the number of a bag of ${missing.item}.`}
        >
          Record {body.items.length === 1 ? 'the bags' : `the bags of ${body.items.length} things`}
        </PerformBar>
      }
    >
      {takesInput(step) &&
        body.items.map(({ item, stored }, index) => (
          <Section key={item} title={item} note={storedWords(stored)}>
            <div className={styles['fields']}>
              <TextField
                label={`Bag that ${item} came out of`}
                value={of(index).opened}
                onChange={(opened) => set(index, { opened })}
                mono
                maxLength={40}
                help={bagHelp(stored?.bag ?? null)}
              />
              <TextField
                label={`Bag that ${item} goes into`}
                value={of(index).sealed}
                onChange={(sealed) => set(index, { sealed })}
                mono
                maxLength={40}
                help="A new bag. Leave it empty if it stays out."
              />
            </div>
          </Section>
        ))}
      {body.result !== null && (
        <>
          <Section title="As recorded">
            <Rows>
              {body.result.bags.map(({ item, opened, sealed }) => (
                <ListRow
                  key={item}
                  tone="ok"
                  name={item}
                  fact={opened === null ? 'out of no bag' : `out of ${opened}`}
                  value={sealed === null ? 'not bagged again' : `into ${sealed}`}
                />
              ))}
            </Rows>
          </Section>
          {body.result.problems.length > 0 && (
            <Section title="What does not fit the record">
              <FindingRows
                label="What does not fit the record"
                quiet={false}
                findings={body.result.problems.map((words) => ({ words, severity: 'attention' as const }))}
              />
            </Section>
          )}
        </>
      )}
    </StepFrame>
  )
}

function bagHelp(bag: string | null): string {
  return bag === null ? 'Leave it empty if it was in none.' : `The log says ${bag}.`
}

function storedWords(stored: { bag: string | null; at: string; run: string } | null): string {
  if (stored === null) return 'nothing is recorded of it yet'
  const when = `${stored.at.slice(0, 10)}, ${stored.run}`
  return stored.bag === null ? `taken out on ${when}, in no bag` : `in bag ${stored.bag} since ${when}`
}
