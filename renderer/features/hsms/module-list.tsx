import type { ReactElement } from 'react'
import { Link } from 'react-aria-components'

import type { ModuleView } from '../../../shared/ipc/contract/hsms.ts'
import { classNames } from '../../ui/class-names.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/section.tsx'
import { StateGlyph, type Tone } from '../../ui/state-glyph.tsx'
import styles from './hsms.module.css'
import { hrefOf, type Hsms, type Place, samePlace } from './place.ts'
import { pinTone, pinTrouble } from './statement.ts'
import { fileName, moduleTone, moduleWord } from './words.ts'

export interface ModuleListProps {
  readonly hsms: Hsms
  readonly place: Place | null
}

/** Every module with the tokens in its slots, then what the facility knows and nobody has connected. */
export function ModuleList({ hsms, place }: ModuleListProps): ReactElement {
  const missing = hsms.registered.filter((token) => !token.here)
  return (
    <>
      {hsms.modules.length === 0 && (
        <EmptyState title="Nothing to load">
          Name the PKCS#11 library of the HSM in machine.json. &ldquo;Inspect a module&rdquo; shows beforehand whether a
          file is one.
        </EmptyState>
      )}
      {hsms.modules.map((module) => (
        <Module key={module.path} module={module} place={place} />
      ))}
      {missing.length > 0 && (
        <Section title="Not connected" note={`${missing.length} of ${hsms.registered.length}`}>
          <ul className={styles['items']}>
            {missing.map(({ name, label, serial, model }) => (
              <Item
                key={name}
                place={{ kind: 'token', label, serial }}
                current={place}
                tone="attention"
                name={name}
                value="Not here"
                detail={`${model}, serial ${serial}`}
              />
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function Module({ module, place }: { readonly module: ModuleView; readonly place: Place | null }): ReactElement {
  const empty = module.slots.filter((slot) => slot.token === null || !slot.token.initialized).length
  return (
    <Section title={module.info?.manufacturer ?? 'Module'} note={module.practice ? 'practice only' : 'PKCS#11 module'}>
      <ul className={styles['items']}>
        <Item
          place={{ kind: 'module', path: module.path }}
          current={place}
          tone={moduleTone(module)}
          name={fileName(module.path)}
          value={moduleWord(module)}
          detail={module.info?.description ?? module.reason}
        />
        {module.tokens.map((token) => {
          const trouble = pinTrouble(token.userPin)
          const { label, serial } = token
          return (
            <Item
              key={`${label} ${serial}`}
              place={{ kind: 'token', label, serial }}
              current={place}
              tone={
                trouble === null ? (token.open ? 'now' : token.name === null ? 'off' : 'ok') : pinTone(token.userPin)
              }
              name={token.name ?? label}
              value={trouble?.word ?? (token.open ? 'Open' : token.name === null ? 'Not registered' : 'Closed')}
              detail={`${token.model}, serial ${serial}`}
              below
            />
          )
        })}
        {empty > 0 && (
          <li className={styles['slots']}>
            {empty === 1 ? 'One slot has' : `${empty} slots have`} no initialised token.
          </li>
        )}
      </ul>
    </Section>
  )
}

interface ItemProps {
  readonly place: Place
  readonly current: Place | null
  readonly tone: Tone
  readonly name: string
  readonly value: string
  readonly detail: string
  /** A token in a slot of the module above. */
  readonly below?: boolean
}

function Item({ place, current, tone, name, value, detail, below = false }: ItemProps): ReactElement {
  const selected = samePlace(place, current)
  return (
    <li>
      <Link
        href={hrefOf(place)}
        className={classNames(
          styles['item'],
          selected && styles['selected'],
          below && styles['below'],
          (tone === 'attention' || tone === 'danger') && styles[tone],
        )}
        {...(selected && { 'aria-current': 'true' as const })}
      >
        <StateGlyph tone={tone} />
        <b title={name}>{name}</b>
        <span className={styles['value']}>{value}</span>
        <span className={styles['fact']} title={detail}>
          {detail}
        </span>
      </Link>
    </li>
  )
}
