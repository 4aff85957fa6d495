import type { ReactElement } from 'react'

import { actionKind, type ContributingFactor, type PromisedAction } from '../../../shared/incident/actions.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { classNames } from '../../ui/class-names.ts'
import styles from './steps/incident-steps.module.css'

export function blankFactor(): ContributingFactor {
  return { description: '', timeline: '', detection: '', interaction: '', method: '' }
}

export function blankAction(): PromisedAction {
  return { action: '', kind: 'Prevent', causes: [], owner: '', due: '', evaluation: '' }
}

interface ListProps<T> {
  /** Left out: they are only read. */
  readonly onChange: ((items: T[]) => void) | undefined
}

const FACTOR_FIELDS = [
  ['description', 'What contributed', 'whole'],
  ['timeline', 'Since when', 'third'],
  ['detection', 'How it was found, and why not before', 'third'],
  ['interaction', 'How it acted together with others', 'third'],
  ['method', 'By which method it was found out', 'half'],
] as const

export function ReviewFactors({
  factors,
  onChange,
}: ListProps<ContributingFactor> & { readonly factors: readonly ContributingFactor[] }): ReactElement {
  const put = replacer(factors, onChange)
  return (
    <>
      {factors.map((factor, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- causes are numbered by their place
        <div key={index} className={styles['entry']}>
          {FACTOR_FIELDS.map(([name, label, width]) => (
            <div key={name} className={classNames(styles[width])}>
              <TextField
                label={name === 'description' ? `${index + 1}. ${label}` : label}
                value={factor[name]}
                onChange={(text) => put(index, { ...factor, [name]: text })}
                isReadOnly={onChange === undefined}
                maxLength={500}
              />
            </div>
          ))}
        </div>
      ))}
      {onChange !== undefined && (
        <div className={styles['more']}>
          <Button size="small" onPress={() => onChange([...factors, blankFactor()])}>
            One more cause
          </Button>
        </div>
      )}
    </>
  )
}

export function ReviewActions({
  actions,
  onChange,
}: ListProps<PromisedAction> & { readonly actions: readonly PromisedAction[] }): ReactElement {
  const put = replacer(actions, onChange)
  const locked = onChange === undefined
  return (
    <>
      {actions.map((action, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a list that only grows
        <div key={index} className={styles['entry']}>
          <div className={styles['whole']}>
            <TextField
              label={`${index + 1}. What is done`}
              value={action.action}
              onChange={(text) => put(index, { ...action, action: text })}
              isReadOnly={locked}
              maxLength={500}
            />
          </div>
          <div className={styles['third']}>
            <Select
              label="Kind"
              value={action.kind}
              onChange={(id) => {
                const kind = actionKind.safeParse(id)
                if (kind.success) put(index, { ...action, kind: kind.data })
              }}
              choices={actionKind.options.map((kind) => ({ id: kind, label: kind }))}
            />
          </div>
          <div className={styles['third']}>
            <TextField
              label="Against causes (numbers)"
              value={action.causes.join(', ')}
              onChange={(text) => put(index, { ...action, causes: numbersOf(text) })}
              isReadOnly={locked}
            />
          </div>
          <div className={styles['third']}>
            <TextField
              label="Who does it"
              value={action.owner}
              onChange={(owner) => put(index, { ...action, owner })}
              isReadOnly={locked}
              maxLength={80}
            />
          </div>
          <div className={styles['third']}>
            <TextField
              label="Until (YYYY-MM-DD)"
              value={action.due}
              onChange={(due) => put(index, { ...action, due })}
              isReadOnly={locked}
              maxLength={10}
            />
          </div>
          <div className={styles['whole']}>
            <TextField
              label="By what one sees that it is done"
              value={action.evaluation}
              onChange={(evaluation) => put(index, { ...action, evaluation })}
              isReadOnly={locked}
              maxLength={500}
            />
          </div>
        </div>
      ))}
      {onChange !== undefined && (
        <div className={styles['more']}>
          <Button size="small" onPress={() => onChange([...actions, blankAction()])}>
            One more action
          </Button>
        </div>
      )}
    </>
  )
}

function replacer<T>(items: readonly T[], onChange: ((items: T[]) => void) | undefined) {
  return (index: number, item: T): void => onChange?.(items.map((other, at) => (at === index ? item : other)))
}

function numbersOf(text: string): number[] {
  return [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits)).filter((number) => number > 0)
}
