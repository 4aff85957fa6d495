import { KeyRound } from 'lucide-react'
import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react'
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from 'react-aria-components'

import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import { actTone, doneSteps, openActs, type ScriptAct, type ScriptStep, stepTone } from './script-view.ts'
import styles from './script.module.css'
import { StateGlyph } from './state-glyph.tsx'

export interface ScriptProps {
  readonly acts: readonly ScriptAct[]
  /** The one step that can be acted on. */
  readonly currentStep: string | undefined
  /** The step whose page is open, when it is not the current one. */
  readonly shownStep?: string | undefined
  /** With it steps can be opened to look at. */
  readonly onShow?: (step: string) => void
  /** Which of them; all without it. */
  readonly canShow?: (step: ScriptStep) => boolean
  /** Under the script: a Meter. */
  readonly foot?: ReactNode
}

interface StepRowProps {
  readonly step: ScriptStep
  readonly current: boolean
  readonly shown: boolean
  readonly onShow: ((step: string) => void) | undefined
}

function StepRow({ step, current, shown, onShow }: StepRowProps): ReactElement {
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'center' })
  }, [current])
  const content = (
    <>
      {step.status !== 'pending' && <StateGlyph tone={stepTone(step)} size={15} />}
      <span className={styles['number']}>{step.number}</span>
      <span>{step.title}</span>
      {step.status === 'skipped' ? (
        <small>not taken</small>
      ) : step.doneAt === null ? (
        step.usesKey && <Icon of={KeyRound} size={14} label="uses a CA key" />
      ) : (
        <time dateTime={step.doneAt}>{step.doneAt.slice(11, 16)}</time>
      )}
    </>
  )
  const className = classNames(styles['step'], current && styles['now'], shown && styles['shown'])
  return (
    <li ref={row} {...(current && { 'aria-current': 'step' as const })}>
      {onShow === undefined ? (
        <div className={className}>{content}</div>
      ) : (
        <AriaButton className={className} onPress={() => onShow(step.id)}>
          {content}
        </AriaButton>
      )}
    </li>
  )
}

/** Acts that fold when they are done, the current step marked. */
export function Script({ acts, currentStep, shownStep, onShow, canShow, foot }: ScriptProps): ReactElement {
  const [folds, setFolds] = useState<Readonly<Record<number, boolean>>>({})
  const open = openActs(acts, currentStep)
  return (
    <aside className={styles['script']} aria-label="Script">
      <div className={styles['acts']}>
        {acts.map((act, index) => {
          const tone = actTone(act)
          const expanded = folds[index] ?? open.has(index)
          return (
            <Disclosure
              key={act.title}
              className={classNames(styles['act'], expanded && styles['expanded'])}
              isExpanded={expanded}
              onExpandedChange={(value) => setFolds({ ...folds, [index]: value })}
            >
              <Heading className={styles['heading'] ?? ''}>
                <AriaButton slot="trigger" className={classNames(styles['head'], tone === 'next' && styles['todo'])}>
                  <StateGlyph tone={tone} size={16} />
                  <span>
                    {index + 1}. {act.title}
                  </span>
                  <span className={styles['count']}>
                    {tone === 'next'
                      ? `${act.steps.length} ${act.steps.length === 1 ? 'step' : 'steps'}`
                      : `${doneSteps(act)}/${act.steps.length}`}
                  </span>
                </AriaButton>
              </Heading>
              <DisclosurePanel>
                <ol>
                  {act.steps.map((step) => (
                    <StepRow
                      key={step.id}
                      step={step}
                      current={step.id === currentStep}
                      shown={step.id === shownStep}
                      onShow={canShow?.(step) === false ? undefined : onShow}
                    />
                  ))}
                </ol>
              </DisclosurePanel>
            </Disclosure>
          )
        })}
      </div>
      {foot !== undefined && <div className={styles['foot']}>{foot}</div>}
    </aside>
  )
}
