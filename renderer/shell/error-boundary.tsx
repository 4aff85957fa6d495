import { Component, type ReactNode } from 'react'

import { Button } from '../ui/button.tsx'
import { FailureNote } from '../ui/failure-note.tsx'
import styles from './error-boundary.module.css'

interface Props {
  readonly children: ReactNode
}

interface State {
  readonly broken: boolean
}

/** A screen that cannot be drawn says so in words; core and the log go on without the window. */
export class ErrorBoundary extends Component<Props, State> {
  override readonly state: State = { broken: false }

  static getDerivedStateFromError(): State {
    return { broken: true }
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children
    return (
      <div className={styles['note']}>
        <FailureNote
          failure={{
            code: 'internal',
            message: 'This screen could not be drawn. The log and the HSMs are not touched by that.',
            remedy: 'Draw it again. If it fails again, open another area and record an exception.',
          }}
          actions={<Button onPress={() => this.setState({ broken: false })}>Draw the screen again</Button>}
        />
      </div>
    )
  }
}
