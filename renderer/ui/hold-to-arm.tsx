import { type ReactElement, type ReactNode, useEffect, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'

import { arm, type Arming, type ArmingEvent, SAFE, secondsLeft } from './arming.ts'
import { Button, LinkButton } from './button.tsx'
import { classNames } from './class-names.ts'
import styles from './hold-to-arm.module.css'
import { StateGlyph } from './state-glyph.tsx'

export interface HoldToArmProps {
  /** The whole act and the key: "Revoke Fleet Issuing AP-1". It is repeated on the button that does it. */
  readonly act: string
  /** What it does and does not do, beside the button. */
  readonly note: ReactNode
  readonly onAct: () => void
  /** Why it cannot be armed now. */
  readonly locked?: string | undefined
  /** Shown once it is armed: one word of the key to type, a PIN. */
  readonly children?: ReactNode
  /** Why it cannot be done although it is armed: the word is not typed. */
  readonly actLocked?: string | undefined
  readonly isPending?: boolean
  /** A safe, armed or held control that does not change with time, for the gallery. */
  readonly still?: Arming
}

const TICK_MS = 100

/** A dangerous act: held for three seconds it is armed, for thirty; only then there is a button that does it. */
export function HoldToArm(props: HoldToArmProps): ReactElement {
  const { act, note, onAct, locked, children, actLocked, isPending = false, still } = props
  const [now, setNow] = useState(() => performance.now())
  const [held, setHeld] = useState<Arming>(SAFE)
  const arming = still ?? held
  const send = (event: ArmingEvent): void => {
    const at = performance.now()
    setNow(at)
    setHeld((before) => arm(before, event, at))
  }
  const goesOn = arming.state === 'holding' || arming.state === 'armed'
  useEffect(() => {
    if (!goesOn || still !== undefined) return undefined
    const timer = setInterval(() => {
      const at = performance.now()
      setNow(at)
      setHeld((before) => arm(before, 'tick', at))
    }, TICK_MS)
    return () => clearInterval(timer)
  }, [goesOn, still])
  const left = secondsLeft(arming, still === undefined ? now : 0)
  const isArmed = arming.state === 'armed'
  return (
    <section className={classNames(styles['box'], styles[arming.state])} aria-label={act}>
      <div className={styles['line']}>
        <div className={styles['words']}>
          <b>
            <StateGlyph tone={isArmed ? 'danger' : 'locked'} size={16} />
            {stateWords(arming, left)}
          </b>
          <p>{note}</p>
        </div>
        <Control
          act={act}
          arming={arming}
          locked={locked}
          actLocked={actLocked}
          isPending={isPending}
          send={send}
          onAct={onAct}
        />
      </div>
      {isArmed && children !== undefined && <div className={styles['more']}>{children}</div>}
      <output className="visually-hidden">{announcement(arming)}</output>
    </section>
  )
}

function stateWords(arming: Arming, left: number): string {
  if (arming.state === 'armed') return `Armed for ${left} s`
  return arming.state === 'holding' ? `Keep holding, ${left} s` : 'Not armed'
}

function announcement(arming: Arming): string {
  if (arming.state === 'holding') return 'Keep holding for three seconds.'
  if (arming.state === 'armed') return 'Armed for thirty seconds.'
  return ''
}

interface ControlProps extends Pick<HoldToArmProps, 'act' | 'onAct' | 'locked' | 'actLocked'> {
  readonly arming: Arming
  readonly isPending: boolean
  readonly send: (event: ArmingEvent) => void
}

function Control({ act, arming, locked, actLocked, isPending, send, onAct }: ControlProps): ReactElement {
  if (arming.state === 'armed') {
    return (
      <div className={styles['acts']}>
        {/* whoever armed by Space still holds it: the act is one Tab away */}
        <Button autoFocus onPress={() => send('disarm')}>
          Disarm
        </Button>
        <Button variant="danger-solid" locked={actLocked} isPending={isPending} onPress={onAct}>
          {act}
        </Button>
      </div>
    )
  }
  if (locked !== undefined) return <Button locked={locked}>Hold to arm: {lower(act)}</Button>
  if (arming.state === 'asked') {
    return (
      <div className={styles['acts']}>
        <Button onPress={() => send('disarm')}>Do not arm</Button>
        <Button variant="danger" autoFocus onPress={() => send('confirm')}>
          Confirm: arm for 30 s
        </Button>
      </div>
    )
  }
  return (
    <div className={styles['hold']}>
      <AriaButton
        className={classNames(styles['button'])}
        onPressStart={() => send('press')}
        onPressEnd={() => send('release')}
      >
        <i className={styles['fill']} aria-hidden />
        <span>Hold 3 s to arm: {lower(act)}</span>
      </AriaButton>
      <LinkButton onPress={() => send('ask')}>Arm without holding …</LinkButton>
    </div>
  )
}

function lower(text: string): string {
  return text.charAt(0).toLocaleLowerCase('en') + text.slice(1)
}
