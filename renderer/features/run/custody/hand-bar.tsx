import type { ReactElement, ReactNode } from 'react'

import { HandField } from '../../../people/hand-field.tsx'
import type { Hand } from '../../../people/use-hand.ts'
import { Button } from '../../../ui/button.tsx'
import { useIsWorking } from '../run-context.ts'
import { SignBar } from '../sign-bar.tsx'

export interface HandBarProps {
  readonly hand: Hand
  readonly onEnter: () => void
  /** Core was asked outside the acts of the run. */
  readonly isPending: boolean
  readonly writes: string
  readonly spares: string
  /** Why it cannot be pressed now. */
  readonly locked?: string | undefined
  /** The whole act. */
  readonly children: ReactNode
}

/** The bar in which one person acts with their own secret. */
export function HandBar({ hand, onEnter, isPending, writes, spares, locked, children }: HandBarProps): ReactElement {
  const working = useIsWorking()
  return (
    <SignBar writes={writes} spares={spares} secret={<HandField hand={hand} onEnter={onEnter} />}>
      <Button variant="primary" size="tall" isPending={working || isPending} locked={locked} onPress={onEnter}>
        {children}
      </Button>
    </SignBar>
  )
}
