import type { LucideIcon } from 'lucide-react'
import { type ReactElement, type ReactNode, useId } from 'react'
import { Button as AriaButton, type PressEvent, TooltipTrigger } from 'react-aria-components'

import styles from './button.module.css'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import { Keys } from './keys.tsx'
import { StateGlyph } from './state-glyph.tsx'
import { Tooltip } from './tooltip.tsx'

export interface ButtonProps {
  /** Verb, object, on whose authority. */
  readonly children: ReactNode
  /** What comes next, on a second line. */
  readonly note?: ReactNode
  readonly variant?: 'primary' | 'plain' | 'danger' | 'danger-solid' | 'quiet'
  readonly size?: 'small' | 'medium' | 'large' | 'tall'
  readonly icon?: LucideIcon
  readonly keys?: string
  /** Why it may not be pressed now, and what unlocks it. The button stays focusable and shows the padlock. */
  readonly locked?: string | undefined
  /** It was pressed and the answer is not there yet. Say so in `children`. */
  readonly isPending?: boolean
  readonly onPress?: (event: PressEvent) => void
  readonly type?: 'button' | 'submit'
  readonly autoFocus?: boolean
  /** Takes the whole width of its container. */
  readonly wide?: boolean
  readonly 'aria-label'?: string
}

export function Button(props: ButtonProps): ReactElement {
  const { children, note, variant = 'plain', size = 'medium', icon, keys, locked, isPending = false, wide } = props
  const reason = useId()
  const button = (
    <AriaButton
      className={classNames(
        styles['button'],
        styles[variant],
        styles[size],
        note !== undefined && styles['withNote'],
        wide === true && styles['wide'],
        locked !== undefined && styles['locked'],
      )}
      type={locked === undefined ? (props.type ?? 'button') : 'button'}
      isPending={isPending}
      {...(locked === undefined
        ? props.onPress !== undefined && { onPress: props.onPress }
        : { 'aria-disabled': true, 'aria-describedby': reason })}
      {...(props.autoFocus === true && { autoFocus: true })}
      {...(props['aria-label'] !== undefined && { 'aria-label': props['aria-label'] })}
    >
      {locked !== undefined && <StateGlyph tone="locked" size={14} />}
      {locked === undefined && icon !== undefined && <Icon of={icon} />}
      {note === undefined ? (
        children
      ) : (
        <span className={styles['lines']}>
          <span>{children}</span>
          <span className={styles['note']}>{note}</span>
        </span>
      )}
      {keys !== undefined && <Keys>{keys}</Keys>}
      {locked !== undefined && (
        <span id={reason} hidden>
          {locked}
        </span>
      )}
    </AriaButton>
  )
  if (locked === undefined) return button
  return (
    <TooltipTrigger delay={200} closeDelay={100}>
      {button}
      <Tooltip>{locked}</Tooltip>
    </TooltipTrigger>
  )
}

export interface LinkButtonProps {
  readonly children: ReactNode
  readonly icon?: LucideIcon
  readonly onPress: (event: PressEvent) => void
  readonly 'aria-label'?: string
}

/** A small act at the right of a section head: "Save the proof". */
export function LinkButton({ children, icon, onPress, ...rest }: LinkButtonProps): ReactElement {
  return (
    <AriaButton className={classNames(styles['link'])} onPress={onPress} {...rest}>
      {icon !== undefined && <Icon of={icon} size={14} />}
      {children}
    </AriaButton>
  )
}
