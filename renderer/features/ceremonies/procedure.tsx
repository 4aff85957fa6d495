import { KeyRound } from 'lucide-react'
import type { ReactElement } from 'react'

import type { ProcedureView } from '../../../shared/ipc/contract/runs.ts'
import { navigate } from '../../route.ts'
import { Bitting } from '../../ui/bitting.tsx'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { groupHex } from '../../ui/digest.ts'
import { Icon } from '../../ui/icon.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import { Words } from '../../ui/words.tsx'
import styles from './library.module.css'
import { roleCount } from '../../../shared/ids.ts'

export interface ProcedureProps {
  readonly procedure: ProcedureView
  /** The one to begin with: it stands open, and has the primary button. */
  readonly isNext: boolean
}

/** One procedure of the library: what it makes, whom and what it needs, every step. */
export function Procedure({ procedure, isNext }: ProcedureProps): ReactElement {
  const { title, summary, version, digest, roles, hardware, acts, locked, runs } = procedure
  return (
    <section aria-label={title}>
      <div className={styles['head']}>
        <div>
          <h2>{title}</h2>
          <p>{summary}</p>
          <p className={styles['version']} title={groupHex(digest.hex)}>
            Version {version}, {runs === 0 ? 'never run here' : runs === 1 ? 'run once here' : `run ${runs} times here`}
            <Bitting digest={digest.hex} width={92} height={12} />
            <code>{groupHex(digest.hex, 8)}</code>
            <Words words={digest.words.slice(0, 2)} />
          </p>
        </div>
        <Button
          locked={locked ?? undefined}
          variant={isNext ? 'primary' : 'plain'}
          onPress={() => navigate('ceremonies', 'start', procedure.procedure)}
        >
          Prepare a run
        </Button>
      </div>
      <ul className={styles['people']}>
        {roles.map(({ role, count }) => (
          <li key={role}>
            <Monogram name={undefined} role={role} size="small" state="expected" />
            {roleCount(role, count)}
          </li>
        ))}
      </ul>
      <Disclosure
        title={`${String(acts.at(-1)?.steps.at(-1)?.number ?? 0)} steps, and what has to be on the table`}
        defaultExpanded={isNext}
      >
        <div className={styles['needs']}>
          <h3>On the table</h3>
          <ul>
            {hardware.map((thing) => (
              <li key={thing}>{thing}</li>
            ))}
          </ul>
        </div>
        <div className={styles['acts']}>
          {acts.map((act, index) => (
            <div key={act.title} className={styles['act']}>
              <h3>
                {index + 1}. {act.title}
              </h3>
              <ol>
                {act.steps.map((step) => (
                  <li key={step.number}>
                    <span>{step.number}</span>
                    <span>{step.title}</span>
                    {step.usesKey && <Icon of={KeyRound} size={14} label="uses a key" />}
                  </li>
                ))}
              </ol>
            </div>
          ))}
        </div>
      </Disclosure>
    </section>
  )
}
